package io.macula.gossip.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.RequiresBeam;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Twelve processes, all started together, and restarts one after the other, the one that
 * serves EPMD among them: no event is lost or doubled.
 */
@RequiresBeam
@Tag("once")
@Timeout(300)
class MeshTests {

	private static final int JVM_NODES = 10;

	private static final int RESTARTS = 5;

	private static final List<String> BEAMS = List.of("beam1@127.0.0.1", "beam2@127.0.0.1");

	@TempDir
	private static Path directory;

	private final int port = Loopback.freePort();

	private final int epmdPort = Loopback.freePort();

	private final List<JvmPeer> jvms = new ArrayList<>();

	private final List<BeamPeer> beams = new ArrayList<>();

	@AfterEach
	void close() {
		this.jvms.forEach(JvmPeer::close);
		this.beams.forEach(BeamPeer::close);
	}

	@Test
	void aFullMeshFormsAndSurvivesRollingRestarts() throws Exception {
		start(0);
		await(() -> this.jvms.get(0).isReady());
		for (int i = 1; i < JVM_NODES; i++) {
			start(i);
		}
		BeamPeer.Settings settings = new BeamPeer.Settings("macula", "230.1.1.251", this.port, "", "cookie",
				this.epmdPort);
		BEAMS.forEach((name) -> this.beams.add(BeamPeer.erlang(directory, name, settings)));
		await(this::isFullMesh);
		for (JvmPeer jvm : this.jvms) {
			assertThat(others(jvm.name()))
				.allSatisfy((other) -> assertThat(jvm.seen(other)).containsExactly("up " + other));
		}

		for (int i = 0; i < RESTARTS; i++) {
			JvmPeer restarted = this.jvms.get(i);
			String name = restarted.name();
			restarted.stop();
			await(() -> this.jvms.stream()
				.filter((jvm) -> jvm != restarted)
				.allMatch((jvm) -> last(jvm.seen(name)).equals("down LINK_CLOSED " + name)));
			this.jvms.set(i, JvmPeer.onLoopback(name, this.port, this.epmdPort));
			await(this::isFullMesh);
		}

		for (JvmPeer never : this.jvms.subList(RESTARTS, JVM_NODES)) {
			for (int i = 0; i < JVM_NODES; i++) {
				String name = name(i);
				if (!name.equals(never.name())) {
					assertThat(never.seen(name)).as("%s saw", never.name())
						.isEqualTo((i < RESTARTS) ? List.of("up " + name, "down LINK_CLOSED " + name, "up " + name)
								: List.of("up " + name));
				}
			}
			BEAMS.forEach((beam) -> assertThat(never.seen(beam)).containsExactly("up " + beam));
		}
		for (BeamPeer beam : this.beams) {
			for (int i = 0; i < JVM_NODES; i++) {
				String name = name(i);
				assertThat(beam.seen(name)).isEqualTo(
						(i < RESTARTS) ? List.of("up " + name, "down " + name, "up " + name) : List.of("up " + name));
			}
		}
	}

	private boolean isFullMesh() {
		return this.jvms.stream()
			.allMatch((jvm) -> others(jvm.name()).stream()
				.allMatch((other) -> last(jvm.seen(other)).equals("up " + other)))
				&& this.beams.stream()
					.allMatch((beam) -> this.jvms.stream()
						.allMatch((jvm) -> last(beam.seen(jvm.name())).equals("up " + jvm.name())));
	}

	private List<String> others(String self) {
		List<String> others = new ArrayList<>(BEAMS);
		this.jvms.stream().map(JvmPeer::name).filter((name) -> !name.equals(self)).forEach(others::add);
		return others;
	}

	private void start(int number) {
		this.jvms.add(JvmPeer.onLoopback(name(number), this.port, this.epmdPort));
	}

	private static String name(int number) {
		return "jvm" + number + "@127.0.0.1";
	}

	private static String last(List<String> lines) {
		return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
	}

	private void await(Callable<Boolean> condition) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(90))
			.pollInterval(Duration.ofMillis(50))
			.conditionEvaluationListener((evaluated) -> {
				if (evaluated.getRemainingTimeInMS() < 100) {
					System.out.println(this.jvms + "\n" + this.beams);
				}
			})
			.until(condition);
	}

}
