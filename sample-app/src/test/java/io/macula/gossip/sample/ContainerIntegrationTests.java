package io.macula.gossip.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.macula.gossip.testing.Requires;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three containers on one network of Docker, with no setting. The tests share them, as a
 * JVM takes seconds to start: each begins and ends with a whole cluster.
 */
@Requires(Docker.Available.class)
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
class ContainerIntegrationTests {

	private static final Duration TWO_INTERVALS = SampleCluster.INTERVAL.multipliedBy(2);

	/**
	 * 3.3 intervals from the last announcement on, and a second for a busy machine.
	 */
	private static final Duration UNRESPONSIVE_WITHIN = Duration.ofSeconds(6);

	private static final Duration CLOSED_WITHIN = Duration.ofSeconds(2);

	@RegisterExtension
	final SampleCluster cluster = new SampleCluster();

	private BridgeNetwork network;

	private List<String> firstNames;

	private boolean whole;

	@BeforeEach
	void begin() {
		if (!this.whole) {
			close();
			this.network = new BridgeNetwork();
			this.cluster.start(container(), container(), container());
			this.cluster.await(this.cluster::isWhole);
			this.firstNames = this.cluster.all().stream().map(SampleContainer::nodeName).toList();
		}
		this.whole = false;
		this.cluster.watch();
	}

	@AfterAll
	void close() {
		this.cluster.close();
		if (this.network != null) {
			this.network.close();
		}
	}

	@Test
	void containersOnOneNetworkFindEachOtherWithNoSetting() {
		for (int i = 0; i < 3; i++) {
			String own = this.firstNames.get(i);
			assertThat(own).matches("sample-[0-9a-f]{5}@[0-9.]+");
			assertThat(this.cluster.get(i).events().stream().limit(2).map(Object::toString))
				.containsExactlyInAnyOrderElementsOf(this.firstNames.stream()
					.filter((name) -> !name.equals(own))
					.map((name) -> name + " is up")
					.toList());
			assertThat(this.cluster.get(i).isUp()).isTrue();
		}
		endWhole();
	}

	@Test
	void aPausedContainerIsUnresponsiveForTheOthersAndUpWhenItGoesOn() {
		SampleContainer paused = this.cluster.get(1);
		String name = paused.nodeName();
		Instant pausedAt = Instant.now();
		paused.pause();
		try {
			awaitSeen(paused, name + " is down: UNRESPONSIVE");
		}
		finally {
			paused.unpause();
		}
		endWhole();
		for (SampleContainer other : this.cluster.others(paused)) {
			assertThat(other.seen()).containsExactly(name + " is down: UNRESPONSIVE", name + " is up");
			assertThat(other.timeOf(name + " is down: UNRESPONSIVE")).isBefore(pausedAt.plus(UNRESPONSIVE_WITHIN));
			String otherName = other.nodeName();
			assertThat(paused.seenOf(otherName)).containsExactly(otherName + " is down: LINK_CLOSED",
					otherName + " is up");
		}
	}

	@Test
	void containersThatJoinAreSeenAndSoAreThoseThatAreStoppedOrKilled() {
		SampleContainer stopped = container();
		SampleContainer killed = container();
		List<SampleContainer> survivors = List.copyOf(this.cluster.all());
		this.cluster.start(stopped, killed);
		this.cluster.await(this.cluster::isWhole);
		String stoppedName = stopped.nodeName();
		String killedName = killed.nodeName();

		Instant killedAt = Instant.now();
		killed.kill();
		awaitSeen(killed, killedName + " is down: LINK_CLOSED");
		assertThat(stopped.seenOf(killedName)).containsExactly(killedName + " is up",
				killedName + " is down: LINK_CLOSED");
		this.cluster.remove(killed);
		Instant stoppedAt = Instant.now();
		assertThat(stopped.terminate()).as("process 1 ended by SIGTERM").isEqualTo(143);
		awaitSeen(stopped, stoppedName + " is down: LINK_CLOSED");
		this.cluster.remove(stopped);
		endWhole();

		for (SampleContainer survivor : survivors) {
			assertThat(survivor.seen()).containsExactlyInAnyOrder(killedName + " is up", stoppedName + " is up",
					killedName + " is down: LINK_CLOSED", stoppedName + " is down: LINK_CLOSED");
			assertThat(survivor.timeOf(killedName + " is down: LINK_CLOSED")).isBefore(killedAt.plus(CLOSED_WITHIN));
			assertThat(survivor.timeOf(stoppedName + " is down: LINK_CLOSED")).isBefore(stoppedAt.plus(CLOSED_WITHIN));
		}
	}

	@Test
	void aContainerThatLosesItsNetworkIsDownForTheOthersAndTheyForItUntilItIsBack() {
		SampleContainer lost = this.cluster.get(2);
		String name = lost.nodeName();
		String address = this.network.addressOf(lost);
		List<String> others = this.cluster.others(lost).stream().map(SampleContainer::nodeName).toList();
		Instant lostAt = Instant.now();
		this.network.disconnect(lost);
		Instant backAt;
		try {
			awaitSeen(lost, name + " is down: UNRESPONSIVE");
			this.cluster.await(() -> lost.up().isEmpty() && !lost.isUp());
			assertThat(lost.problems()).isNotEmpty();
			assertThat(lost.seen()).hasSize(2);
			lost.events()
				.stream()
				.skip(lost.events().size() - 2)
				.forEach((event) -> assertThat(event.at()).isBefore(lostAt.plus(UNRESPONSIVE_WITHIN)));
		}
		finally {
			this.network.connect(lost, address);
			backAt = Instant.now();
		}
		endWhole();
		assertThat(lost.nodeName()).isEqualTo(name);
		assertThat(lost.isUp()).isTrue();
		for (SampleContainer other : this.cluster.others(lost)) {
			assertThat(other.seen()).containsExactly(name + " is down: UNRESPONSIVE", name + " is up");
			assertThat(other.timeOf(name + " is down: UNRESPONSIVE")).isBefore(lostAt.plus(UNRESPONSIVE_WITHIN));
			assertThat(other.timeOf(name + " is up")).isBefore(backAt.plus(TWO_INTERVALS));
		}
		for (String other : others) {
			assertThat(lost.seenOf(other)).hasSize(2)
				.first()
				.asString()
				.matches("\\S+ is down: (UNRESPONSIVE|LINK_CLOSED)");
			assertThat(lost.timeOf(other + " is up")).isBefore(backAt.plus(TWO_INTERVALS));
		}
	}

	@Test
	void aContainerWhoseAddressIsAnotherAfterAnInterruptionHasANewName() {
		SampleContainer moved = this.cluster.get(2);
		String oldName = moved.nodeName();
		String address = this.network.addressOf(moved);
		this.network.disconnect(moved);
		this.network.connect(moved, this.network.unusedAddress(address));
		Instant backAt = Instant.now();
		this.cluster.await(() -> !moved.nodeName().equals(oldName));
		endWhole();
		String newName = moved.nodeName();
		assertThat(newName).startsWith("sample-").endsWith("@" + this.network.addressOf(moved));
		for (SampleContainer other : this.cluster.others(moved)) {
			assertThat(other.seenOf(oldName)).containsExactly(oldName + " is down: UNRESPONSIVE");
			assertThat(other.seenOf(newName)).containsExactly(newName + " is up");
			assertThat(other.seen()).hasSize(2);
			assertThat(other.timeOf(newName + " is up")).isBefore(backAt.plus(TWO_INTERVALS));
			String otherName = other.nodeName();
			assertThat(moved.seenOf(otherName)).containsExactly(otherName + " is down: STOPPED", otherName + " is up");
		}
	}

	private SampleContainer container() {
		return new SampleContainer(this.network);
	}

	/**
	 * Wait until everyone sees everyone and nothing more happens.
	 */
	private void endWhole() {
		this.cluster.await(this.cluster::isWhole);
		this.cluster.settle();
		this.whole = true;
	}

	/**
	 * Wait until everyone but this container has logged the line.
	 */
	private void awaitSeen(SampleContainer by, String line) {
		this.cluster.await(() -> this.cluster.others(by).stream().allMatch((other) -> other.seen().contains(line)));
	}

}
