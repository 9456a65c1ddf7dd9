package io.macula.gossip.benchmarks.scale;

import java.time.Duration;
import java.util.List;

/**
 * What a node in heartbeat mode takes to hear many, and when it misses some of them.
 */
final class Heartbeats {

	private static final int MAX_NODES = 16_384;

	private static final int KILLED = 100;

	private static int lastPort = 9_200;

	private Heartbeats() {
	}

	static void measure(boolean quick) throws Exception {
		Tables table = new Tables("names announced", "", "all up after s", "of a core, %", "µs for each announcement",
				"accepted a second", "heap MB", "resident MB", "killed, a hundred or half: missed after s",
				"false Downs");
		Duration time = Duration.ofSeconds(quick ? 2 : 12);
		for (int names : quick ? new int[] { 200 } : new int[] { 100, 1000, 10_000 }) {
			for (String secret : (names == 10_000) ? List.of("", "scale") : List.of("")) {
				table.attempt(names, () -> measure(table, names, secret, time));
			}
		}
	}

	private static void measure(Tables table, int names, String secret, Duration time) throws Exception {
		lastPort++;
		int killed = Math.min(KILLED, names / 2);
		try (Child hearer = Child.java(Hearer.class, lastPort, MAX_NODES, secret)) {
			hearer.await("ready");
			hearer.command("await " + names);
			try (Child most = Child.java(Announcers.class, lastPort, 0, names - killed, secret);
					Child few = Child.java(Announcers.class, lastPort, names - killed, killed, secret)) {
				long begin = Math.max(most.await("ready"), few.await("ready"));
				double up = (hearer.await("up " + names) - begin) / 1e9;
				hearer.lives(time.dividedBy(2));
				long before = accepted(hearer);
				double cpu = hearer.cpuSeconds();
				hearer.lives(time);
				double used = hearer.cpuSeconds() - cpu;
				long accepted = accepted(hearer) - before;
				double heap = Double.parseDouble(hearer.ask("collect")) / 1024 / 1024;
				double seconds = time.toNanos() / 1e9;
				double resident = hearer.residentMegabytes();
				hearer.command("await " + (names - killed));
				long killedAt = few.kill();
				double missed = (hearer.await("up " + (names - killed)) - killedAt) / 1e9;
				table.row(names, secret.isEmpty() ? "open" : "secret", up, 100 * used / seconds, 1e6 * used / accepted,
						accepted / seconds, heap, resident, missed, downs(hearer) - killed);
			}
		}
	}

	private static long accepted(Child hearer) throws Exception {
		return Long.parseLong(hearer.ask("counts").split(" ")[1]);
	}

	private static long downs(Child hearer) throws Exception {
		return Long.parseLong(hearer.ask("counts").split(" ")[0]);
	}

}
