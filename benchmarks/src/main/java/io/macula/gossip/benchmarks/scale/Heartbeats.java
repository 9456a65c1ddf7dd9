package io.macula.gossip.benchmarks.scale;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a node in heartbeat mode takes to hear many, and when it misses some of them.
 */
final class Heartbeats {

	private static final Duration LIMIT = Duration.ofMinutes(1);

	private static final int MAX_NODES = 16_384;

	private static final int KILLED = 100;

	private static int lastPort = 9_200;

	private Heartbeats() {
	}

	static void measure(boolean quick, @Nullable Path images) throws Exception {
		Tables table = new Tables("names announced", "", "all up after s", "of a core, %", "µs for each announcement",
				"accepted a second", "heap MB", "resident MB", "a hundred killed: missed after s", "false Downs");
		List<double[]> percent = new ArrayList<>();
		for (int names : quick ? new int[] { 200 } : new int[] { 100, 1000, 10_000 }) {
			for (String secret : (names == 10_000) ? List.of("", "scale") : List.of("")) {
				double used = measure(table, names, secret, Duration.ofSeconds(quick ? 2 : 12));
				if (secret.isEmpty()) {
					percent.add(new double[] { names, used });
				}
			}
		}
		if (images != null) {
			new Curves("One node in heartbeat mode", "nodes that announce themselves").add("% of a core", percent)
				.write(images.resolve("scale-heartbeats.svg"));
		}
	}

	private static double measure(Tables table, int names, String secret, Duration time) throws Exception {
		lastPort++;
		Object[] key = secret.isEmpty() ? new Object[0] : new Object[] { secret };
		int killed = Math.min(KILLED, names / 2);
		try (Child hearer = Child.java(Hearer.class, with(key, lastPort, MAX_NODES))) {
			hearer.await("ready", LIMIT);
			hearer.command("await " + names);
			try (Child most = Child.java(Announcers.class, with(key, lastPort, 0, names - killed));
					Child few = Child.java(Announcers.class, with(key, lastPort, names - killed, killed))) {
				long begin = Math.max(most.await("ready", LIMIT), few.await("ready", LIMIT));
				double up = (hearer.await("up " + names, LIMIT) - begin) / 1e9;
				hearer.lives(time.dividedBy(2));
				long before = accepted(hearer);
				double cpu = hearer.cpuSeconds();
				hearer.lives(time);
				double used = hearer.cpuSeconds() - cpu;
				long accepted = accepted(hearer) - before;
				if (Boolean.getBoolean("scale.threads")) {
					System.out.println(hearer.ask("cpu", LIMIT));
				}
				double heap = Double.parseDouble(hearer.ask("collect", LIMIT)) / 1024 / 1024;
				double seconds = time.toNanos() / 1e9;
				double resident = hearer.residentMegabytes();
				hearer.command("await " + (names - killed));
				long killedAt = few.kill();
				double missed = (hearer.await("up " + (names - killed), LIMIT) - killedAt) / 1e9;
				table.row(names, secret.isEmpty() ? "open" : "secret", up, 100 * used / seconds, 1e6 * used / accepted,
						accepted / seconds, heap, resident, missed, downs(hearer) - killed);
				return 100 * used / seconds;
			}
		}
	}

	private static Object[] with(Object[] key, Object... arguments) {
		List<Object> all = new ArrayList<>(Arrays.asList(arguments));
		all.addAll(Arrays.asList(key));
		return all.toArray();
	}

	private static long accepted(Child hearer) throws Exception {
		return Long.parseLong(hearer.ask("counts", LIMIT).split(" ")[1]);
	}

	private static long downs(Child hearer) throws Exception {
		return Long.parseLong(hearer.ask("counts", LIMIT).split(" ")[0]);
	}

}
