package io.macula.gossip.benchmarks.scale;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipListener;
import io.macula.gossip.GossipMessage;
import io.macula.gossip.GossipMessenger;
import io.macula.gossip.NodeName;
import io.macula.gossip.NodeUpEvent;
import io.macula.gossip.service.GossipClusterBuilder;

import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * A node that sends and takes messages as fast as it can. {@code send} goes no further
 * ahead of its receiver than a window, as whoever wants to lose nothing must.
 */
public final class TalkingNode implements GossipListener {

	/**
	 * How many may send or call at once.
	 */
	static final int SENDERS = 8;

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	/**
	 * How many bytes at most go unacknowledged, a quarter of the window.
	 */
	private static final int ACK_BYTES = 2 * 1024 * 1024;

	private static final int ACK_MESSAGES = 100;

	private static final int WINDOW = 4;

	private final GossipMessenger messenger;

	private final List<Semaphore> windows = new ArrayList<>();

	private TalkingNode(String name, int port, int epmdPort) {
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.initialize();
		GossipClusterService service = new GossipClusterBuilder(scheduler).nodeName(name)
			.port(port)
			.interfaces(List.of("127.0.0.1"))
			.links((links) -> {
				links.setEpmdPort(epmdPort);
				links.setCookie("scale");
			})
			.listener(this)
			.build();
		this.messenger = service.getMessenger();
		for (int i = 1; i <= SENDERS; i++) {
			register(i);
		}
		this.messenger.register("echo", (message) -> {
			message.body(byte[].class);
			return true;
		});
		service.start();
	}

	private void register(int number) {
		Semaphore window = new Semaphore(0);
		this.windows.add(window);
		String acks = "acks-" + number;
		int[] count = { 0 };
		this.messenger.register("sink-" + number, (message) -> {
			count[0]++;
			int every = every(length(message));
			if (count[0] % every == 0) {
				this.messenger.send(message.node(), acks, "ack");
			}
			return null;
		});
		this.messenger.register(acks, (message) -> {
			window.release();
			return null;
		});
	}

	private static int length(GossipMessage message) {
		byte[] body = message.body(byte[].class);
		return (body != null) ? body.length : 0;
	}

	private static int every(int size) {
		return Math.max(1, Math.min(ACK_MESSAGES, ACK_BYTES / size));
	}

	/**
	 * Run it until standard input ends.
	 * @param args name, port of announcements, port of EPMD
	 * @throws Exception if standard input fails
	 */
	public static void main(String[] args) throws Exception {
		TalkingNode node = new TalkingNode(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2]));
		Child.say("ready");
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
		for (String line = input.readLine(); line != null; line = input.readLine()) {
			String[] words = line.split(" ");
			NodeName to = NodeName.of(words[1]);
			byte[] data = new byte[Integer.parseInt(words[2])];
			Arrays.fill(data, (byte) 'x');
			int number = Integer.parseInt(words[3]);
			long begin = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(words[4]));
			long length = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(words[5]));
			boolean call = words[0].equals("call");
			List<Callable<Done>> tasks = new ArrayList<>();
			for (int i = 1; i <= number; i++) {
				int each = i;
				tasks.add(() -> call ? node.call(to, data, begin, begin + length)
						: node.send(to, each, data, begin, begin + length));
			}
			Child.say(words[0] + " " + run(tasks, length));
		}
		System.exit(0);
	}

	private static String run(List<Callable<Done>> tasks, long length) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
		try {
			long count = 0;
			List<Long> times = new ArrayList<>();
			for (Future<Done> future : threads.invokeAll(tasks)) {
				count += future.get().count();
				times.addAll(future.get().times());
			}
			times.sort(null);
			return "%d %d %d".formatted(count * 1_000_000_000L / length, at(times, 0.5), at(times, 0.99));
		}
		catch (ExecutionException ex) {
			return ex.getCause().toString();
		}
		finally {
			threads.shutdown();
		}
	}

	private static long at(List<Long> sorted, double part) {
		return sorted.isEmpty() ? 0 : sorted.get((int) Math.max(0, sorted.size() * part - 1));
	}

	private Done send(NodeName to, int number, byte[] data, long begin, long end) throws InterruptedException {
		Semaphore acks = this.windows.get(number - 1);
		String process = "sink-" + number;
		int every = every(data.length);
		acks.drainPermits();
		long count = 0;
		int ahead = 0;
		while (true) {
			if (!this.messenger.send(to, process, data, PATIENCE)) {
				throw new IllegalStateException("A message found no room");
			}
			ahead++;
			if (ahead == WINDOW * every) {
				acquire(acks, 1);
				ahead -= every;
				long now = System.nanoTime();
				if (now - end >= 0) {
					acquire(acks, WINDOW - 1);
					return new Done(count, List.of());
				}
				count += (now - begin >= 0) ? every : 0;
			}
		}
	}

	private static void acquire(Semaphore acks, int permits) throws InterruptedException {
		if (!acks.tryAcquire(permits, PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
			throw new IllegalStateException("A message was not acknowledged: it was lost");
		}
	}

	private Done call(NodeName to, byte[] data, long begin, long end) {
		List<Long> times = new ArrayList<>();
		while (true) {
			long before = System.nanoTime();
			this.messenger.call(to, "echo", data, PATIENCE).join();
			long now = System.nanoTime();
			if (now - end >= 0) {
				return new Done(times.size(), times);
			}
			if (now - begin >= 0) {
				times.add(now - before);
			}
		}
	}

	@Override
	public void onNodeUp(NodeUpEvent event) {
		Child.say("up ".concat(event.getNode().name().toString()));
	}

	private record Done(long count, List<Long> times) {

	}

}
