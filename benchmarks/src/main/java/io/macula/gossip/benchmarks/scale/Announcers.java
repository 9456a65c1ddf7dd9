package io.macula.gossip.benchmarks.scale;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import io.macula.gossip.NodeName;
import io.macula.gossip.announcement.MaculaFormat;
import io.macula.gossip.announcement.Secret;

/**
 * Announces many names, each once an interval and spread over it, from an address of the
 * loopback network for each hundred of them.
 */
public final class Announcers {

	/**
	 * How many names an address has: as few as on a host with many nodes.
	 */
	private static final int NAMES_EACH = 100;

	private static final Duration INTERVAL = Duration.ofMillis(1500);

	private Announcers() {
	}

	/**
	 * Announce until standard input ends.
	 * @param args port, number of the first name, how many, and the secret or nothing
	 * @throws Exception if the loopback interface does not work
	 */
	public static void main(String[] args) throws Exception {
		InetSocketAddress group = new InetSocketAddress("230.1.1.251", Integer.parseInt(args[0]));
		int first = Integer.parseInt(args[1]);
		int count = Integer.parseInt(args[2]);
		List<Secret> secrets = args[3].isEmpty() ? List.of() : List.of(Secret.of(args[3]));
		MaculaFormat format = new MaculaFormat(secrets, 1);
		ByteBuffer[] datagrams = new ByteBuffer[count];
		DatagramChannel[] channels = new DatagramChannel[count];
		for (int i = 0; i < count; i++) {
			String host = host((first + i) / NAMES_EACH);
			channels[i] = (i > 0 && (first + i) % NAMES_EACH != 0) ? channels[i - 1] : channel(host, group);
			byte[] bytes = format.announcement(NodeName.of("orders-" + (first + i) + "@" + host));
			datagrams[i] = ByteBuffer.allocateDirect(bytes.length).put(bytes);
		}
		Thread end = new Thread(Announcers::endWithInput);
		end.setDaemon(true);
		end.start();
		Child.say("ready");
		long begin = System.nanoTime();
		for (long turn = 0;; turn++) {
			for (int i = 0; i < count; i++) {
				long due = begin + turn * INTERVAL.toNanos() + i * INTERVAL.toNanos() / count;
				// A millisecond of them at a time, as timers have it
				while (due - System.nanoTime() > 1_000_000) {
					LockSupport.parkNanos(due - System.nanoTime());
				}
				channels[i].write(datagrams[i].flip());
				datagrams[i].position(datagrams[i].limit());
			}
		}
	}

	private static void endWithInput() {
		try {
			System.in.transferTo(OutputStream.nullOutputStream());
		}
		catch (IOException ex) {
			// It has ended as well
		}
		System.exit(0);
	}

	private static String host(int index) {
		return "127.1." + index / 200 + "." + (1 + index % 200);
	}

	private static DatagramChannel channel(String host, InetSocketAddress group) throws Exception {
		DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
		channel.setOption(StandardSocketOptions.IP_MULTICAST_IF,
				NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1")));
		channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 0);
		channel.bind(new InetSocketAddress(host, 0));
		channel.connect(group);
		return channel;
	}

}
