package io.macula.gossip.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.LogManager;
import java.util.stream.IntStream;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipListener;
import io.macula.gossip.NodeName;
import io.macula.gossip.NodeUpEvent;
import io.macula.gossip.announcement.AnnouncementFormat;
import io.macula.gossip.announcement.MaculaFormat;
import io.macula.gossip.announcement.Secret;
import io.macula.gossip.service.GossipClusterBuilder;

import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * What a service takes to receive an announcement, from the socket to the table of nodes
 * with all that is checked, counted and diagnosed, beside what a loop takes that does
 * nothing but receive. Senders flood the loopback interface from the other cores.
 * <p>
 * It is the CPU time of the receiving thread that is compared, by datagram: where senders
 * have few cores, as on two, they are slower than the receiver, and the rate is theirs.
 */
public final class ReceiverThroughput {

	private static final int NODES = 100;

	private static final int ROUNDS = 9;

	private static final String INTERFACE = "127.0.0.1";

	private static final String GROUP = "230.1.1.251";

	private static final String SECRET = "my-cluster-secret";

	private static final Duration ROUND = Duration.ofSeconds(1);

	private static final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	private ReceiverThroughput() {
	}

	/**
	 * Measure and print the medians.
	 * @param args the nanoseconds that the service's receiver is to waste on each
	 * datagram, to see that it shows; none by default
	 * @throws Exception if the loopback interface does not work
	 */
	public static void main(String[] args) throws Exception {
		LogManager.getLogManager().reset();
		long wasted = (args.length > 0) ? Long.parseLong(args[0]) : 0;
		int port;
		try (DatagramSocket socket = new DatagramSocket()) {
			port = socket.getLocalPort();
		}
		InetSocketAddress group = new InetSocketAddress(GROUP, port);
		AtomicBoolean running = new AtomicBoolean(true);
		int senders = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
		for (int i = 0; i < senders; i++) {
			Thread sender = new Thread(() -> flood(group, running));
			sender.setDaemon(true);
			sender.start();
		}
		Measured[] bare = new Measured[ROUNDS];
		Measured[] accepted = new Measured[ROUNDS];
		receive(group);
		accept(port, wasted);
		for (int round = 0; round < ROUNDS; round++) {
			bare[round] = receive(group);
			accepted[round] = accept(port, wasted);
		}
		running.set(false);
		double bareNanos = print("received", bare);
		double acceptedNanos = print("received and accepted", accepted);
		System.out.printf("ratio %.2f of CPU, %.0f ns for what is not the receive call (%d senders, medians of %d)%n",
				bareNanos / acceptedNanos, acceptedNanos - bareNanos, senders, ROUNDS);
	}

	private static double print(String what, Measured[] rounds) {
		double nanos = median(Arrays.stream(rounds).mapToDouble(Measured::cpuNanos).toArray());
		System.out.printf("%-22s %8.0f/s, %5.0f ns of CPU each, %3.0f %% of a core%n", what,
				median(Arrays.stream(rounds).mapToDouble(Measured::perSecond).toArray()), nanos,
				100 * median(Arrays.stream(rounds).mapToDouble(Measured::busy).toArray()));
		return nanos;
	}

	/**
	 * Receive with nothing but one socket, on this thread.
	 */
	private static Measured receive(InetSocketAddress group) throws Exception {
		try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
			channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
			channel.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 20);
			channel.bind(group);
			channel.join(group.getAddress(), NetworkInterface.getByInetAddress(InetAddress.getByName(INTERFACE)));
			ByteBuffer buffer = ByteBuffer.allocate(AnnouncementFormat.MAX_BYTES);
			long count = 0;
			long start = System.nanoTime();
			long cpu = threads.getCurrentThreadCpuTime();
			while (System.nanoTime() - start < ROUND.toNanos()) {
				channel.receive(buffer.clear());
				count++;
			}
			return new Measured(count, System.nanoTime() - start, threads.getCurrentThreadCpuTime() - cpu);
		}
	}

	/**
	 * Receive as a service does, once it knows the nodes.
	 */
	private static Measured accept(int port, long wasted) throws Exception {
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.setDaemon(true);
		scheduler.initialize();
		CountDownLatch allUp = new CountDownLatch(NODES);
		GossipClusterBuilder builder = new GossipClusterBuilder(scheduler).nodeName("receiver@127.0.0.1")
			.cluster("throughput")
			.port(port)
			.interfaces(List.of(INTERFACE))
			.ttl(0)
			.secret(SECRET)
			.connectionMode(ConnectionMode.HEARTBEAT)
			.listener(new GossipListener() {

				@Override
				public void onNodeUp(NodeUpEvent event) {
					allUp.countDown();
				}

			});
		if (wasted > 0) {
			builder.transport(WastefulTransport.of(wasted));
		}
		GossipClusterService service = builder.build();
		service.start();
		try {
			long receiver = receiver();
			if (!allUp.await(10, TimeUnit.SECONDS)) {
				throw new IllegalStateException("Only " + service.getConnected() + " were heard");
			}
			long count = service.getAnnouncementCount(AnnouncementResult.ACCEPTED);
			long start = System.nanoTime();
			long cpu = threads.getThreadCpuTime(receiver);
			while (System.nanoTime() - start < ROUND.toNanos()) {
				LockSupport.parkNanos(ROUND.toNanos() - (System.nanoTime() - start));
			}
			return new Measured(service.getAnnouncementCount(AnnouncementResult.ACCEPTED) - count,
					System.nanoTime() - start, threads.getThreadCpuTime(receiver) - cpu);
		}
		finally {
			service.stop();
			scheduler.shutdown();
		}
	}

	private static long receiver() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("gossip-throughput-receive"))
			.findFirst()
			.orElseThrow()
			.getId();
	}

	private static void flood(InetSocketAddress group, AtomicBoolean running) {
		MaculaFormat format = new MaculaFormat(List.of(Secret.of(SECRET)), 1);
		List<ByteBuffer> datagrams = IntStream.range(0, NODES)
			.mapToObj((i) -> format.announcement(NodeName.of("orders-" + i + "@192.168.1.17")))
			.map((bytes) -> ByteBuffer.allocateDirect(bytes.length).put(bytes))
			.toList();
		try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
			channel.setOption(StandardSocketOptions.IP_MULTICAST_IF,
					NetworkInterface.getByInetAddress(InetAddress.getByName(INTERFACE)));
			channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 0);
			channel.connect(group);
			while (running.get()) {
				for (ByteBuffer datagram : datagrams) {
					channel.write(datagram.flip());
					datagram.position(datagram.limit());
				}
			}
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted[sorted.length / 2];
	}

	/**
	 * What one round brought.
	 */
	private record Measured(long count, long nanos, long cpu) {

		double perSecond() {
			return this.count * 1e9 / this.nanos;
		}

		double cpuNanos() {
			return (double) this.cpu / this.count;
		}

		double busy() {
			return (double) this.cpu / this.nanos;
		}

	}

}
