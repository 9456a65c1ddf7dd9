package io.macula.gossip.testing;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A thousand names in EPMD at a port that accepts connections and says nothing on any.
 */
final class Tarpit implements Closeable {

	private static final int NAMES = 1000;

	private final List<Closeable> open = new ArrayList<>();

	private final ServerSocketChannel server = ServerSocketChannel.open();

	private int granted;

	private int caught;

	Tarpit(InetAddress host, int epmdPort) throws IOException {
		this.open.add(this.server);
		this.server.bind(new InetSocketAddress(host, 0), NAMES);
		this.server.configureBlocking(false);
		for (int i = 0; i < NAMES; i++) {
			SocketChannel epmd = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), epmdPort));
			this.open.add(epmd);
			epmd.write(Flood.registration(name(i), this.server.socket().getLocalPort()));
			ByteBuffer answer = ByteBuffer.allocate(2);
			this.granted += (epmd.read(answer) == 2 && answer.get(1) == 0) ? 1 : 0;
		}
	}

	static String name(long number) {
		return "tar" + number % NAMES;
	}

	void accept() throws IOException {
		for (SocketChannel next = this.server.accept(); next != null; next = this.server.accept()) {
			this.open.add(next);
			this.caught++;
		}
	}

	@Override
	public String toString() {
		return this.granted + " of " + NAMES + " names, which caught " + this.caught + " connections";
	}

	@Override
	public void close() throws IOException {
		for (Closeable closeable : this.open) {
			closeable.close();
		}
	}

}
