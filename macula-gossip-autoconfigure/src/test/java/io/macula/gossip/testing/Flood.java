package io.macula.gossip.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A program that sends as much as one core can, from 127.0.0.66: a script that knows the
 * protocols by their bytes, and no class of the product. It may know the keys too, as a
 * member does that went bad.
 * <p>
 * Its arguments are the UDP port, the port of EPMD, the secret, the cookie, the names of
 * nodes on 127.0.0.1 and the ports at which they accept links, these two separated by
 * commas. To the name of a {@link Kind} on standard input it answers {@code begun} when
 * the first of it is sent, and to {@code end}, {@code sent} and how many were.
 */
public final class Flood {

	private static final int MAX_OPEN = 600;

	private static final int BETWEEN_LOOKS = 64;

	private static final int SERVED_WITH_EACH = 4;

	private static final HexFormat HEX = HexFormat.of().withUpperCase();

	private final InetAddress host = InetAddress.getByAddress(new byte[] { 127, 0, 0, 66 });

	private final Random random = new Random(1);

	private final DatagramChannel udp = DatagramChannel.open(StandardProtocolFamily.INET);

	private final Deque<Connection> open = new ArrayDeque<>();

	private final InetSocketAddress group;

	private final int epmdPort;

	private final Mac announcements;

	private final Mac proofs;

	private final List<String> names;

	private final List<Integer> links;

	private long sent;

	private Flood(String[] args) throws IOException, GeneralSecurityException {
		this.group = new InetSocketAddress("230.1.1.251", Integer.parseInt(args[0]));
		this.epmdPort = Integer.parseInt(args[1]);
		byte[] secret = args[2].getBytes(StandardCharsets.UTF_8);
		byte[] cookie = args[3].getBytes(StandardCharsets.UTF_8);
		this.announcements = mac(secret);
		this.proofs = mac(mac("macula-proof".getBytes(StandardCharsets.US_ASCII))
			.doFinal(ByteBuffer.allocate(4 + secret.length + cookie.length)
				.putInt(secret.length)
				.put(secret)
				.put(cookie)
				.array()));
		this.names = List.of(args[4].split(","));
		this.links = Arrays.stream(args[5].split(",")).map(Integer::valueOf).toList();
		this.udp.bind(new InetSocketAddress(this.host, 0));
		this.udp.setOption(StandardSocketOptions.IP_MULTICAST_IF,
				NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress()));
		this.udp.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 0);
	}

	/**
	 * Do what standard input says until it ends.
	 * @param args what there is to flood
	 * @throws Exception if that cannot be
	 */
	public static void main(String[] args) throws Exception {
		Flood flood = new Flood(args);
		try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			for (String line = input.readLine(); line != null; line = input.readLine()) {
				flood.send(Kind.valueOf(line), input);
			}
		}
	}

	private void send(Kind kind, BufferedReader input) throws IOException {
		this.sent = 0;
		Tarpit tarpit = (kind == Kind.TARPIT) ? new Tarpit(this.host, this.epmdPort) : null;
		send(kind);
		System.out.println("begun");
		while (!input.ready()) {
			for (int i = 0; i < BETWEEN_LOOKS; i++) {
				send(kind);
			}
			if (tarpit != null) {
				tarpit.accept();
			}
		}
		input.readLine();
		if (tarpit != null) {
			tarpit.close();
		}
		while (!this.open.isEmpty()) {
			this.open.poll().channel.close();
		}
		System.out.println("sent " + this.sent + ((tarpit != null) ? " for " + tarpit : ""));
	}

	private void send(Kind kind) {
		try {
			switch (kind) {
				case JUNK -> junk();
				case FORGED_NAMES ->
					datagram("MACULA_GOSSIP:" + stranger() + ((this.sent % 2 == 0) ? "" : "|" + noMac()));
				case NAMES -> signed("MACULA_GOSSIP:" + stranger(), "|");
				case FAREWELLS ->
					signed("MACULA_FAREWELL:" + member() + "#" + (System.currentTimeMillis() + this.sent % 1000), "#");
				case ASKS -> ask();
				case SILENT_CONNECTIONS -> connect(link(), ByteBuffer.allocate(0), 0);
				case SLOW_HANDSHAKES -> handshake();
				case REGISTRATIONS -> register();
				case TARPIT -> datagram("MACULA_GOSSIP:" + Tarpit.name(this.sent) + "@127.0.0.66");
			}
		}
		catch (IOException ex) {
			// The other side has had enough
		}
		this.sent++;
	}

	private void junk() throws IOException {
		byte[] bytes = new byte[this.random.nextInt(1400)];
		this.random.nextBytes(bytes);
		datagram(bytes);
	}

	private void ask() throws IOException {
		byte[] nonce = new byte[16];
		this.random.nextBytes(nonce);
		String text = "MACULA_ASK:" + HEX.formatHex(nonce);
		String name = member();
		int least = "MACULA_PROOF:".length() + 32 + 4 + 8 + 1 + name.length() + 64;
		int padding = (least + 15) / 16 * 16 - 64 - 1 - name.length() - text.length();
		String asked = text + "-".repeat(padding) + "+" + name;
		datagram(asked + HEX.formatHex(this.proofs.doFinal(asked.getBytes(StandardCharsets.US_ASCII))));
	}

	/**
	 * Every other one stops within its name and goes on with it byte by byte; the others
	 * stop behind it.
	 */
	private void handshake() throws IOException {
		byte[] name = stranger().getBytes(StandardCharsets.US_ASCII);
		ByteBuffer message = ByteBuffer.allocate(17 + name.length)
			.putShort((short) (15 + name.length))
			.put((byte) 'N')
			.putLong(0xD_07DF_7FBDL)
			.putInt(66)
			.putShort((short) name.length)
			.put(name)
			.flip();
		boolean slow = this.sent % 2 == 0;
		connect(link(), message, slow ? 10 : message.limit());
	}

	private void register() throws IOException {
		ByteBuffer message = registration("node" + this.sent, 4711);
		connect(this.epmdPort, message, message.limit());
	}

	static ByteBuffer registration(String node, int port) {
		byte[] name = node.getBytes(StandardCharsets.US_ASCII);
		return ByteBuffer.allocate(15 + name.length)
			.putShort((short) (13 + name.length))
			.put((byte) 120)
			.putShort((short) port)
			.put((byte) 77)
			.put((byte) 0)
			.putShort((short) 6)
			.putShort((short) 5)
			.putShort((short) name.length)
			.put(name)
			.putShort((short) 0)
			.flip();
	}

	private void connect(int port, ByteBuffer message, int atOnce) throws IOException {
		if (this.open.size() == MAX_OPEN) {
			this.open.poll().channel.close();
		}
		SocketChannel channel = SocketChannel.open();
		this.open.add(new Connection(channel, message, atOnce));
		// No port is kept for a minute after each of so many connections
		channel.setOption(StandardSocketOptions.SO_LINGER, 0);
		channel.bind(new InetSocketAddress(this.host, 0));
		channel.configureBlocking(false);
		channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		for (int i = Math.min(this.open.size(), SERVED_WITH_EACH); i > 0; i--) {
			Connection next = this.open.poll();
			try {
				next.go();
				this.open.add(next);
			}
			catch (IOException ex) {
				next.channel.close();
			}
		}
	}

	private void signed(String text, String separator) throws IOException {
		byte[] mac = this.announcements.doFinal(text.getBytes(StandardCharsets.US_ASCII));
		datagram(text + separator + HEX.formatHex(mac));
	}

	private void datagram(String text) throws IOException {
		datagram(text.getBytes(StandardCharsets.US_ASCII));
	}

	private void datagram(byte[] bytes) throws IOException {
		this.udp.send(ByteBuffer.wrap(bytes), this.group);
	}

	private String noMac() {
		byte[] bytes = new byte[32];
		this.random.nextBytes(bytes);
		return HEX.formatHex(bytes);
	}

	private String stranger() {
		return "stranger" + this.sent + "@127.0.0.66";
	}

	private String member() {
		return this.names.get((int) (this.sent % this.names.size()));
	}

	private int link() {
		return this.links.get((int) (this.sent % this.links.size()));
	}

	private static Mac mac(byte[] key) throws GeneralSecurityException {
		Mac mac = Mac.getInstance("HmacSHA256");
		mac.init(new SecretKeySpec(key, "HmacSHA256"));
		return mac;
	}

	/**
	 * A connection, and what is still to be sent on it.
	 */
	private static final class Connection {

		private final SocketChannel channel;

		private final ByteBuffer message;

		private int atOnce;

		Connection(SocketChannel channel, ByteBuffer message, int atOnce) {
			this.channel = channel;
			this.message = message;
			this.atOnce = atOnce;
		}

		void go() throws IOException {
			if (this.channel.isConnected() || this.channel.finishConnect()) {
				int end = Math.min(this.message.capacity(), this.message.position() + this.atOnce);
				this.atOnce = 1;
				this.channel.write(this.message.limit(end));
			}
		}

	}

	/**
	 * What may be sent.
	 */
	public enum Kind {

		/**
		 * Random bytes.
		 */
		JUNK,
		/**
		 * Announcements, each of another name, without a signature or with a false one.
		 */
		FORGED_NAMES,
		/**
		 * Announcements, each of another name, signed with the secret.
		 */
		NAMES,
		/**
		 * Farewells of the members, signed with the secret.
		 */
		FAREWELLS,
		/**
		 * Questions to the members for a proof of the key, asked with the key.
		 */
		ASKS,
		/**
		 * TCP connections to the members' links on which nothing comes.
		 */
		SILENT_CONNECTIONS,
		/**
		 * Handshakes with members that end within the name or behind it.
		 */
		SLOW_HANDSHAKES,
		/**
		 * Names, each another one, that EPMD is to register, and keeps as long as the
		 * connection.
		 */
		REGISTRATIONS,
		/**
		 * Announcements of a thousand names that EPMD knows, at a port that accepts
		 * connections and says nothing.
		 */
		TARPIT

	}

}
