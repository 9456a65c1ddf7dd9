package io.macula.gossip.service;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

import io.macula.gossip.GossipInterface;
import io.macula.gossip.NodeName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DiagnosisTests {

	private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();

	private final Diagnosis diagnosis = new Diagnosis(NodeName.of("a@h"), new InetSocketAddress("230.1.1.251", 45892),
			List.of(new GossipInterface("eth0", ADDRESS, "test"), new GossipInterface("eth1", ADDRESS, "test")),
			Duration.ofMillis(1500), 0);

	@Test
	void whileOwnAnnouncementsComeBackThereIsNoProblem() {
		this.diagnosis.ticked(seconds(9));
		hearOwn(seconds(9));
		assertThat(this.diagnosis.problems(seconds(10))).isEmpty();
	}

	@Test
	void whenOwnAnnouncementsDoNotComeBackShouldNameTheInterfaceAndTheGroup() {
		this.diagnosis.ticked(seconds(4));
		assertThat(this.diagnosis.problems(seconds(4))).isEmpty();
		this.diagnosis.ticked(seconds(5));
		this.diagnosis.ownHeard(0, seconds(4));
		assertThat(this.diagnosis.problems(seconds(5))).containsExactly(
				"This node's own announcements on 'eth1' do not come back: something filters multicast to 230.1.1.251, UDP port 45892.");
	}

	@Test
	void whenTheLoopDoesNotRunShouldSayForHowLong() {
		hearOwn(seconds(9));
		assertThat(this.diagnosis.problems(seconds(10))).containsExactly(
				"The gossip loop has not run for 10000 ms: the TaskScheduler that it uses is blocked or shut down.");
	}

	@Test
	void whenSendingFailsShouldNameTheInterfaceUntilItWorks() {
		this.diagnosis.sent(1, "Network is unreachable");
		assertThat(this.diagnosis.problems(0))
			.containsExactly("Announcements cannot be sent on 'eth1': Network is unreachable.");
		this.diagnosis.sent(1, null);
		assertThat(this.diagnosis.problems(0)).isEmpty();
	}

	@Test
	void whenNothingCanBeSentShouldNotExpectAnythingBack() {
		this.diagnosis.sent(0, "no");
		this.diagnosis.sent(1, "no");
		this.diagnosis.ticked(seconds(9));
		assertThat(this.diagnosis.problems(seconds(10))).hasSize(2);
	}

	@Test
	void whenReceivingFailsShouldSaySoUntilItWorks() {
		this.diagnosis.receiveFailed("it broke");
		assertThat(this.diagnosis.problems(0)).containsExactly("Announcements cannot be received: it broke.");
		hearOwn(1);
		assertThat(this.diagnosis.problems(1)).isEmpty();
	}

	@Test
	void whenAnotherNodeHasThisNameShouldSayWhereForAWhile() {
		this.diagnosis.conflict(new InetSocketAddress("10.0.0.9", 5), seconds(1));
		assertThat(this.diagnosis.problems(seconds(2))).containsExactly(
				"Another node, at 10.0.0.9, announces the name a@h: give each its own with macula.gossip.node-name.");
		this.diagnosis.ticked(seconds(9));
		hearOwn(seconds(9));
		assertThat(this.diagnosis.problems(seconds(9))).isEmpty();
	}

	private void hearOwn(long now) {
		this.diagnosis.ownHeard(0, now);
		this.diagnosis.ownHeard(1, now);
	}

	private static long seconds(int seconds) {
		return Duration.ofSeconds(seconds).toNanos();
	}

}
