package io.macula.gossip.distribution;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.handshake.Challenges;
import io.macula.gossip.distribution.handshake.ConnectingHandshake;
import io.macula.gossip.distribution.handshake.Deadline;
import io.macula.gossip.distribution.handshake.HandshakeChannel;
import io.macula.gossip.distribution.handshake.HandshakeNode;
import io.macula.gossip.distribution.handshake.MemoryPeer;
import io.macula.gossip.etf.TermDecoder;
import org.jspecify.annotations.Nullable;

/**
 * The far end of a link without a node: after the handshake a test has the bytes in its
 * own hands.
 */
final class RawLink implements AutoCloseable {

	private final Socket socket;

	private @Nullable HandshakeNode peer;

	private RawLink(Socket socket) {
		this.socket = socket;
	}

	/**
	 * Connect to a node and do the handshake.
	 * @param port the port of the node
	 * @param name the name to use
	 * @param creation the creation to use
	 * @param peer the name of the node
	 * @return the link
	 */
	static RawLink open(int port, String name, long creation, NodeName peer) throws IOException {
		return open(port, MemoryPeer.node(name, MemoryPeer.OTP_28_FLAGS, creation), peer);
	}

	/**
	 * Connect to a node and do the handshake.
	 * @param port the port of the node
	 * @param self what to say of this end
	 * @param peer the name of the node
	 * @return the link
	 */
	static RawLink open(int port, HandshakeNode self, NodeName peer) throws IOException {
		RawLink link = connect(port);
		HandshakeChannel channel = new HandshakeChannel(link.socket.getInputStream(), link.socket.getOutputStream(),
				Short.BYTES, Deadline.after(Duration.ofSeconds(10)));
		link.peer = MemoryPeer.connect(new ConnectingHandshake(channel, self, peer, new Challenges()), TestNode.COOKIE,
				true);
		return link;
	}

	/**
	 * Connect to a node and do nothing.
	 * @param port the port of the node
	 * @return the connection
	 */
	static RawLink connect(int port) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
		socket.setSoTimeout(15_000);
		return new RawLink(socket);
	}

	/**
	 * Return what the other end said of itself.
	 * @return what it said, or {@code null} without a handshake
	 */
	@Nullable HandshakeNode peer() {
		return this.peer;
	}

	DataInputStream input() throws IOException {
		return new DataInputStream(this.socket.getInputStream());
	}

	DataOutputStream output() throws IOException {
		return new DataOutputStream(this.socket.getOutputStream());
	}

	/**
	 * Return the next message, over ticks.
	 * @return the message
	 */
	ControlMessage read() throws IOException {
		DataInputStream input = input();
		byte[] frame = input.readNBytes(input.readInt());
		while (frame.length == 0) {
			frame = input.readNBytes(input.readInt());
		}
		return ControlMessage.read(ByteBuffer.wrap(frame), new TermDecoder());
	}

	void write(byte[] frame) throws IOException {
		DataOutputStream output = output();
		output.writeInt(frame.length);
		output.write(frame);
	}

	/**
	 * Return whether the node ends the connection.
	 * @return whether it does, within 15 s
	 */
	boolean isEnded() {
		try {
			while (this.socket.getInputStream().read() >= 0) {
				// What it sent before
			}
			return true;
		}
		catch (SocketTimeoutException ex) {
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
