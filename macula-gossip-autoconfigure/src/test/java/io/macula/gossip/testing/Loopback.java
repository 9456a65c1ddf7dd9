package io.macula.gossip.testing;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Keeps what tests send on this machine.
 */
public final class Loopback {

	/**
	 * The loopback interface, as the interfaces of a cluster.
	 */
	public static final List<String> INTERFACES = List.of("127.0.0.1");

	private static final int FIRST_PORT = 15_000;

	private static final int LAST_PORT = 32_000;

	private Loopback() {
	}

	/**
	 * Return a port that nobody uses now, for UDP and TCP alike. It is not one of those
	 * that the system gives to outgoing connections, which could take it meanwhile.
	 * @return the port
	 */
	public static int freePort() {
		while (true) {
			int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
			try (DatagramSocket udp = new DatagramSocket(port); ServerSocket tcp = new ServerSocket(port)) {
				return port;
			}
			catch (IOException ex) {
				// Somebody has it: try another.
			}
		}
	}

	/**
	 * Open a channel that sends to multicast groups on loopback only.
	 * @return the channel
	 * @throws IOException if it cannot be opened
	 */
	public static DatagramChannel openSender() throws IOException {
		return openSender("127.0.0.1");
	}

	/**
	 * Open a channel that sends to multicast groups on loopback only, from one of its
	 * addresses.
	 * @param address an address in 127.0.0.0/8
	 * @return the channel
	 * @throws IOException if it cannot be opened
	 */
	public static DatagramChannel openSender(String address) throws IOException {
		InetAddress loopback = InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 });
		DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
		channel.bind(new InetSocketAddress(address, 0));
		channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, NetworkInterface.getByInetAddress(loopback));
		return channel;
	}

	/**
	 * Send a datagram to the default group on loopback.
	 * @param channel a channel of {@link #openSender()}
	 * @param port the port
	 * @param datagram the bytes
	 * @throws IOException if it cannot be sent
	 */
	public static void send(DatagramChannel channel, int port, byte[] datagram) throws IOException {
		channel.send(ByteBuffer.wrap(datagram), new InetSocketAddress("230.1.1.251", port));
	}

}
