package io.macula.gossip.testing;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What somebody can do who knows the protocols and has no key: a script on 127.0.0.1 that
 * knows EPMD and the handshake of Erlang's distribution by their bytes, and no class of
 * the product.
 * <p>
 * Source: ERTS User's Guide, "Distribution Protocol".
 */
public final class WireScript implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 15_000;

	private static final int CHALLENGE = 4711;

	/**
	 * The creation of those that link.
	 */
	public static final int CREATION = 66;

	/**
	 * What a node of OTP 25 says of itself.
	 */
	private static final long FLAGS = 0xD_07DF_7FBDL;

	/**
	 * What JVM nodes say beyond it.
	 */
	private static final long INTRODUCES_ITSELF = 1L << 62;

	private static final long TAKES_FRAGMENTS = 1L << 60;

	private final int epmdPort;

	private final List<AutoCloseable> open = new ArrayList<>();

	/**
	 * Create a script.
	 * @param epmdPort the port of EPMD
	 */
	public WireScript(int epmdPort) {
		this.epmdPort = epmdPort;
	}

	/**
	 * Take a name in EPMD and listen for those who want to connect to it.
	 * @param name the part before the {@code @}
	 * @return what listens
	 * @throws IOException if EPMD does not give the name
	 */
	public ServerSocket listenAs(String name) throws IOException {
		ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		this.open.add(server);
		server.setSoTimeout(TIMEOUT_MILLIS);
		register(name, server.getLocalPort());
		return server;
	}

	/**
	 * Take a name in EPMD, until the script ends.
	 * @param name the part before the {@code @}
	 * @param port the port to have told for it
	 * @throws IOException if EPMD does not give the name
	 */
	public void register(String name, int port) throws IOException {
		Socket epmd = connect(this.epmdPort);
		byte[] text = name.getBytes(StandardCharsets.US_ASCII);
		ByteBuffer request = ByteBuffer.allocate(2 + 13 + text.length);
		request.putShort((short) (13 + text.length)).put((byte) 120).putShort((short) port);
		request.put((byte) 77).put((byte) 0).putShort((short) 6).putShort((short) 5);
		request.putShort((short) text.length).put(text).putShort((short) 0);
		epmd.getOutputStream().write(request.array());
		byte[] answer = new byte[2];
		new DataInputStream(epmd.getInputStream()).readFully(answer);
		if (answer[1] != 0) {
			throw new IOException("EPMD refuses the name " + name);
		}
	}

	/**
	 * Ask EPMD for the port of a node.
	 * @param name the part before the {@code @}
	 * @return the port
	 * @throws IOException if EPMD does not know it
	 */
	public int portOf(String name) throws IOException {
		Socket epmd = connect(this.epmdPort);
		byte[] text = name.getBytes(StandardCharsets.US_ASCII);
		epmd.getOutputStream()
			.write(ByteBuffer.allocate(3 + text.length)
				.putShort((short) (1 + text.length))
				.put((byte) 122)
				.put(text)
				.array());
		DataInputStream input = new DataInputStream(epmd.getInputStream());
		input.readByte();
		if (input.readByte() != 0) {
			throw new IOException("EPMD does not know " + name);
		}
		return input.readUnsignedShort();
	}

	/**
	 * Connect to a port of 127.0.0.1.
	 * @param port the port
	 * @return the connection, which ends with the script
	 * @throws IOException if nothing listens there
	 */
	public Socket connect(int port) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
		this.open.add(socket);
		socket.setSoTimeout(TIMEOUT_MILLIS);
		return socket;
	}

	/**
	 * Be let in by one node with what another one proves that connects to this script.
	 * @param dialler the connection of the node that connects
	 * @param as the name that it expects
	 * @param port where the node is that is to let us in
	 * @param intruder the name under which
	 * @return whether it did: it sent its {@code ack}
	 * @throws IOException if either ends its connection before that
	 */
	public boolean relay(Socket dialler, String as, int port, String intruder) throws IOException {
		dialler.setSoTimeout(TIMEOUT_MILLIS);
		byte[] name = read(dialler);
		long flags = ByteBuffer.wrap(name).getLong(1);
		write(dialler, "sok".getBytes(StandardCharsets.US_ASCII));
		Socket victim = connect(port);
		byte[] ours = intruder.getBytes(StandardCharsets.ISO_8859_1);
		write(victim,
				ByteBuffer.allocate(15 + ours.length)
					.put((byte) 'N')
					.putLong(flags)
					.putInt(CREATION)
					.putShort((short) ours.length)
					.put(ours)
					.array());
		String status = new String(read(victim), StandardCharsets.US_ASCII);
		if (!status.equals("sok") && !status.equals("sok_simultaneous")) {
			throw new IOException("it says " + status);
		}
		int challenge = ByteBuffer.wrap(read(victim)).getInt(9);
		byte[] expected = as.getBytes(StandardCharsets.ISO_8859_1);
		write(dialler,
				ByteBuffer.allocate(19 + expected.length)
					.put((byte) 'N')
					.putLong(flags)
					.putInt(challenge)
					.putInt(77)
					.putShort((short) expected.length)
					.put(expected)
					.array());
		byte[] reply = read(dialler);
		write(victim, reply);
		return read(victim)[0] == 'a';
	}

	/**
	 * Let a node connect that wants to, and see what it proves.
	 * @param dialler the connection of the node that connects
	 * @param as the name that it expects
	 * @param creation the creation that it expects, or any
	 * @param cookie the cookie
	 * @return whether that is what it proves
	 * @throws IOException if it proves nothing
	 */
	public static boolean proves(Socket dialler, String as, int creation, String cookie) throws IOException {
		dialler.setSoTimeout(TIMEOUT_MILLIS);
		long flags = ByteBuffer.wrap(read(dialler)).getLong(1);
		write(dialler, "sok".getBytes(StandardCharsets.US_ASCII));
		byte[] expected = as.getBytes(StandardCharsets.ISO_8859_1);
		write(dialler,
				ByteBuffer.allocate(19 + expected.length)
					.put((byte) 'N')
					.putLong(flags)
					.putInt(CHALLENGE)
					.putInt(creation)
					.putShort((short) expected.length)
					.put(expected)
					.array());
		return Arrays.equals(Arrays.copyOfRange(read(dialler), 5, 21), digest(cookie, CHALLENGE));
	}

	/**
	 * Link to a node as a BEAM node does that has a cookie.
	 * @param port the port of the node
	 * @param name the name to use
	 * @param cookie the cookie
	 * @return the connection, on which nothing was sent since the handshake
	 * @throws IOException if the node refuses it
	 */
	public Socket link(int port, String name, String cookie) throws IOException {
		return link(port, name, cookie, FLAGS);
	}

	/**
	 * Link to a node as a JVM node does that has a cookie.
	 * @param port the port of the node
	 * @param name the name to use
	 * @param cookie the cookie
	 * @return the connection, on which nothing was sent since the handshake
	 * @throws IOException if the node refuses it
	 */
	public Socket linkAsJvm(int port, String name, String cookie) throws IOException {
		return link(port, name, cookie, FLAGS | INTRODUCES_ITSELF);
	}

	/**
	 * Link to a node as a JVM node does that takes fragments.
	 * @param port the port of the node
	 * @param name the name to use
	 * @param cookie the cookie
	 * @return the connection, on which nothing was sent since the handshake
	 * @throws IOException if the node refuses it
	 */
	public Socket linkWithFragments(int port, String name, String cookie) throws IOException {
		return link(port, name, cookie, FLAGS | INTRODUCES_ITSELF | TAKES_FRAGMENTS);
	}

	/**
	 * Link to a node under the name of one that it has a link to, as that does when it
	 * returns and the node has not seen its link end.
	 * @param port the port of the node
	 * @param name the name to use
	 * @param creation the creation to use
	 * @param cookie the cookie
	 * @return the connection, on which nothing was sent since the handshake
	 * @throws IOException if the node refuses it
	 */
	public Socket takeOver(int port, String name, int creation, String cookie) throws IOException {
		return link(port, name, creation, cookie, FLAGS);
	}

	private Socket link(int port, String name, String cookie, long flags) throws IOException {
		return link(port, name, CREATION, cookie, flags);
	}

	private Socket link(int port, String name, int creation, String cookie, long flags) throws IOException {
		Socket socket = connect(port);
		byte[] ours = name.getBytes(StandardCharsets.ISO_8859_1);
		write(socket,
				ByteBuffer.allocate(15 + ours.length)
					.put((byte) 'N')
					.putLong(flags)
					.putInt(creation)
					.putShort((short) ours.length)
					.put(ours)
					.array());
		String status = new String(read(socket), StandardCharsets.US_ASCII);
		if (status.equals("salive")) {
			write(socket, "strue".getBytes(StandardCharsets.US_ASCII));
		}
		else if (!status.equals("sok")) {
			throw new IOException("it says " + status);
		}
		int challenge = ByteBuffer.wrap(read(socket)).getInt(9);
		write(socket, ByteBuffer.allocate(21).put((byte) 'r').putInt(CHALLENGE).put(digest(cookie, challenge)).array());
		if (read(socket)[0] != 'a') {
			throw new IOException("it does not confirm the link");
		}
		return socket;
	}

	private static byte[] digest(String cookie, int challenge) throws IOException {
		try {
			String text = cookie + Integer.toUnsignedString(challenge);
			return MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.ISO_8859_1));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IOException(ex);
		}
	}

	/**
	 * Read a message of the handshake.
	 * @param socket the connection
	 * @return the message
	 * @throws IOException if none comes
	 */
	public static byte[] read(Socket socket) throws IOException {
		DataInputStream input = new DataInputStream(socket.getInputStream());
		byte[] message = new byte[input.readUnsignedShort()];
		input.readFully(message);
		return message;
	}

	/**
	 * Write a message of the handshake.
	 * @param socket the connection
	 * @param message the message
	 * @throws IOException if the connection has ended
	 */
	public static void write(Socket socket, byte[] message) throws IOException {
		DataOutputStream output = new DataOutputStream(socket.getOutputStream());
		output.write(ByteBuffer.allocate(2 + message.length).putShort((short) message.length).put(message).array());
		output.flush();
	}

	@Override
	public void close() throws Exception {
		for (AutoCloseable closeable : this.open) {
			closeable.close();
		}
	}

}
