package io.macula.gossip.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import io.macula.gossip.testing.Loopback;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes of the sample on one machine: endpoint, health and events say the same.
 */
@Timeout(240)
class SampleClusterTests {

	private static final Duration INTERVAL = Duration.ofMillis(1500);

	private final List<SampleProcess> processes = new ArrayList<>();

	private final int port = Loopback.freePort();

	@AfterEach
	void close() {
		this.processes.forEach(SampleProcess::close);
	}

	@Test
	void processesFindEachOtherAndNoticeWhoDiesAndWhoReturns() throws Exception {
		start("n1@127.0.0.1");
		start("n2@127.0.0.1");
		await(this::everyoneSeesEveryone);
		List.of("n3@127.0.0.1", "n4@127.0.0.1", "n5@127.0.0.1").forEach(this::start);
		await(this::everyoneSeesEveryone);
		await(() -> this.processes.stream().allMatch((process) -> process.events().size() == 4));
		assertThat(this.processes).allSatisfy((process) -> {
			assertThat(process.health()).isEqualTo("UP");
			assertThat(process.cluster("$.node")).isEqualTo(process.name());
			assertThat(process.explain(process.name())).containsExactly("It is this node itself.");
			assertThat(process.explain("nobody@127.0.0.1")).singleElement()
				.asString()
				.startsWith("No announcement of it was heard on ");
			assertThat(process.events()).allMatch((event) -> event.endsWith(" is up"));
		});

		assertThat(this.processes.get(0).explain("n5@127.0.0.1")).singleElement()
			.asString()
			.startsWith("It is up since ");

		SampleProcess killed = this.processes.remove(4);
		long killedAt = System.nanoTime();
		killed.kill();
		await(() -> this.processes.stream()
			.allMatch((process) -> process.events().contains(killed.name() + " is down: SILENT")));
		assertThat(Duration.ofNanos(System.nanoTime() - killedAt)).as("four intervals, and the time to look")
			.isLessThan(INTERVAL.multipliedBy(4).plusSeconds(2));
		await(this::everyoneSeesEveryone);

		SampleProcess stopped = this.processes.remove(3);
		stopped.stop();
		await(() -> this.processes.stream()
			.allMatch((process) -> process.events().contains(stopped.name() + " is down: LEFT")));
		start(stopped.name());
		await(this::everyoneSeesEveryone);
		List<SampleProcess> survivors = this.processes.subList(0, 3);
		await(() -> survivors.stream().allMatch((survivor) -> survivor.events().size() == 7));
		for (SampleProcess survivor : survivors) {
			assertThat(survivor.events().stream().filter((event) -> event.startsWith(stopped.name()))).containsExactly(
					stopped.name() + " is up", stopped.name() + " is down: LEFT", stopped.name() + " is up");
			assertThat(survivor.events().stream().filter((event) -> event.startsWith(killed.name())))
				.containsExactly(killed.name() + " is up", killed.name() + " is down: SILENT");
		}
	}

	private void start(String name) {
		this.processes.add(new SampleProcess(name, this.port, INTERVAL.toMillis() + "ms"));
	}

	private boolean everyoneSeesEveryone() {
		return this.processes.stream().allMatch(SampleProcess::isStarted)
				&& this.processes.stream().allMatch((process) -> {
					List<String> others = this.processes.stream()
						.map(SampleProcess::name)
						.filter((name) -> !name.equals(process.name()))
						.toList();
					return process.connected().containsAll(others) && others.containsAll(process.connected());
				});
	}

	private void await(Callable<Boolean> condition) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(90))
			.pollInterval(Duration.ofMillis(100))
			.conditionEvaluationListener((evaluated) -> {
				if (evaluated.getRemainingTimeInMS() < 200) {
					System.out.println(this.processes);
				}
			})
			.until(condition);
	}

}
