package io.macula.gossip.benchmarks;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.NodeName;
import io.macula.gossip.announcement.AnnouncementDecoder;
import io.macula.gossip.announcement.AnnouncementFormat;
import io.macula.gossip.announcement.Decoded;
import io.macula.gossip.announcement.MaculaFormat;
import io.macula.gossip.announcement.Secret;
import io.macula.gossip.membership.FailureDetection;
import io.macula.gossip.membership.Membership;
import io.macula.gossip.membership.MembershipSettings;
import io.macula.gossip.multicast.GroupChannel;
import io.macula.gossip.multicast.InterfaceChannel;

/**
 * Announcements that one receiver takes from the loopback interface in a second, beside
 * what a loop takes that does nothing but receive. The sender has the other core.
 */
public final class ReceiverThroughput {

	private static final int NODES = 100;

	private static final int ROUNDS = 9;

	private static final List<String> LOOPBACK = List.of("127.0.0.1");

	private static final Duration ROUND = Duration.ofSeconds(1);

	private ReceiverThroughput() {
	}

	/**
	 * Measure and print the medians.
	 * @param args none
	 * @throws Exception if the loopback interface does not work
	 */
	public static void main(String[] args) throws Exception {
		int port;
		try (DatagramSocket socket = new DatagramSocket()) {
			port = socket.getLocalPort();
		}
		MaculaFormat format = new MaculaFormat(List.of(Secret.of("my-cluster-secret")), 2 * NODES);
		AtomicBoolean running = new AtomicBoolean(true);
		InetSocketAddress group = new InetSocketAddress("230.1.1.251", port);
		try (GroupChannel channel = open(group)) {
			Thread sender = new Thread(() -> flood(channel.interfaces().get(0), format, running));
			sender.setDaemon(true);
			sender.start();
			double[] bare = new double[ROUNDS];
			double[] accepted = new double[ROUNDS];
			receive(group);
			accept(group, format);
			for (int round = 0; round < ROUNDS; round++) {
				bare[round] = receive(group);
				accepted[round] = accept(group, format);
			}
			running.set(false);
			System.out.printf("received %.0f/s, received and accepted %.0f/s, ratio %.2f (medians of %d)%n",
					median(bare), median(accepted), median(accepted) / median(bare), ROUNDS);
		}
	}

	/**
	 * Receive with nothing but one socket.
	 */
	private static double receive(InetSocketAddress group) throws Exception {
		try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
			channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
			channel.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 20);
			channel.bind(group);
			channel.join(group.getAddress(), NetworkInterface.getByInetAddress(InetAddress.getByName(LOOPBACK.get(0))));
			ByteBuffer buffer = ByteBuffer.allocate(AnnouncementFormat.MAX_BYTES);
			return measure((count) -> {
				channel.receive(buffer.clear());
				return count + 1;
			});
		}
	}

	/**
	 * Receive, decode and accept as a node does.
	 */
	private static double accept(InetSocketAddress group, AnnouncementFormat format) throws Exception {
		AnnouncementDecoder decoder = format.newDecoder();
		ReentrantLock lock = new ReentrantLock();
		Duration interval = Duration.ofMillis(1500);
		Membership membership = new Membership(new MembershipSettings(ConnectionMode.HEARTBEAT, interval,
				FailureDetection.forInterval(interval), NODES), new SplittableRandom(), (effect) -> {
				}, System.nanoTime());
		byte[] bytes = new byte[AnnouncementFormat.MAX_BYTES];
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		try (GroupChannel channel = open(group)) {
			long[] received = new long[1];
			return measure((count) -> {
				channel.receive(buffer, interval, (datagram, source, arrival, origin) -> {
					if (decoder.decode(bytes, buffer.position()) instanceof Decoded.Announcement heard) {
						lock.lock();
						try {
							membership.heard(heard.node(), source, System.nanoTime());
						}
						finally {
							lock.unlock();
						}
					}
					received[0]++;
				});
				return received[0];
			});
		}
	}

	private static GroupChannel open(InetSocketAddress group) {
		GroupChannel channel = GroupChannel.open(group, 0, LOOPBACK);
		channel.look();
		channel.use();
		return channel;
	}

	private static double measure(Step step) throws Exception {
		long count = 0;
		long start = System.nanoTime();
		long end = start + ROUND.toNanos();
		while (System.nanoTime() < end) {
			count = step.run(count);
		}
		return count * 1e9 / (System.nanoTime() - start);
	}

	private static void flood(InterfaceChannel channel, AnnouncementFormat format, AtomicBoolean running) {
		List<byte[]> datagrams = IntStream.range(0, NODES)
			.mapToObj((i) -> format.announcement(NodeName.of("orders-" + i + "@192.168.1.17")))
			.toList();
		try {
			while (running.get()) {
				for (byte[] datagram : datagrams) {
					channel.send(datagram);
				}
			}
		}
		catch (Exception ex) {
			running.set(false);
		}
	}

	private static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted[sorted.length / 2];
	}

	private interface Step {

		/**
		 * Receive something.
		 * @param count how many there were before
		 * @return how many there are now
		 */
		long run(long count) throws Exception;

	}

}
