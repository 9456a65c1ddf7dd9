package io.macula.gossip.service;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.GossipInterface;
import io.macula.gossip.multicast.InterfaceBinding;
import io.macula.gossip.multicast.Origin;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DiagnosisTests {

	private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();

	private static final InterfaceBinding ETH0 = new InterfaceBinding("eth0", 1, ADDRESS, "test");

	private static final InterfaceBinding ETH1 = new InterfaceBinding("eth1", 2, ADDRESS, "test");

	private final Diagnosis diagnosis = create(true);

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
		this.diagnosis.ownHeard(ETH0, seconds(4));
		assertThat(this.diagnosis.problems(seconds(5))).containsExactly(
				"This node's own announcements on 'eth1' do not come back: something filters datagrams to 230.1.1.251, UDP port 45892. Look at the firewall of this machine; where the network carries no multicast, set macula.gossip.peers.");
	}

	@Test
	void whenTheLoopDoesNotRunShouldSayForHowLong() {
		hearOwn(seconds(9));
		assertThat(this.diagnosis.problems(seconds(10))).containsExactly(
				"The gossip loop has not run for 10000 ms: the TaskScheduler that it uses is blocked or shut down.");
	}

	@Test
	void whenSendingFailsShouldNameTheInterfaceUntilItWorks() {
		this.diagnosis.sent(ETH1, "Network is unreachable");
		assertThat(this.diagnosis.problems(0))
			.containsExactly("Announcements cannot be sent on 'eth1': Network is unreachable.");
		this.diagnosis.sent(ETH1, null);
		assertThat(this.diagnosis.problems(0)).isEmpty();
	}

	@Test
	void whenNothingCanBeSentShouldNotExpectAnythingBack() {
		this.diagnosis.sent(ETH0, "no");
		this.diagnosis.sent(ETH1, "no");
		this.diagnosis.ticked(seconds(9));
		assertThat(this.diagnosis.problems(seconds(10))).hasSize(2);
	}

	@Test
	void whenReceivingFailsShouldSaySoUntilItWorks() {
		this.diagnosis.receiveFailed("it broke");
		assertThat(this.diagnosis.problems(0)).containsExactly("Announcements cannot be received: it broke.");
		this.diagnosis.received(AnnouncementResult.ACCEPTED, new InetSocketAddress("10.0.0.9", 5), Origin.OTHER);
		assertThat(this.diagnosis.problems(1)).isEmpty();
	}

	@Test
	void whereAnnouncementsNeedNotComeBackShouldNotMissThem() {
		Diagnosis withPeers = create(false);
		withPeers.ticked(seconds(9));
		assertThat(withPeers.problems(seconds(9))).isEmpty();
	}

	@Test
	void whenAnInterfaceAppearsShouldGiveItsAnnouncementsTimeToComeBack() {
		this.diagnosis.networkChanged(List.of(ETH0), seconds(9));
		this.diagnosis.ticked(seconds(9));
		this.diagnosis.ownHeard(ETH0, seconds(9));
		assertThat(this.diagnosis.problems(seconds(9))).isEmpty();
		this.diagnosis.networkChanged(List.of(ETH0, ETH1), seconds(10));
		assertThat(this.diagnosis.problems(seconds(11))).isEmpty();
	}

	@Test
	void whenOwnAnnouncementsComeBackShouldTellWhenOnEachInterface() {
		long now = System.nanoTime();
		this.diagnosis.ownHeard(ETH1, now);
		this.diagnosis.sent(ETH0, "no");
		WallClock clock = new WallClock(Clock.systemUTC(), System::nanoTime);
		assertThat(this.diagnosis.interfaces(clock)).containsExactly(
				new GossipInterface("eth0", ADDRESS, "test", null, "no"),
				new GossipInterface("eth1", ADDRESS, "test", clock.toInstant(now), null));
	}

	@Test
	void whileTheTableIsFullShouldSayWhatHelps() {
		this.diagnosis.tableFull(seconds(1));
		assertThat(this.diagnosis.problems(seconds(2))).containsExactly(
				"The table of 10 nodes is full, and new nodes are kept out. Raise macula.gossip.max-nodes, or set macula.gossip.secret if the names are not yours.");
		this.diagnosis.ticked(seconds(9));
		hearOwn(seconds(9));
		assertThat(this.diagnosis.problems(seconds(9))).isEmpty();
	}

	private static Diagnosis create(boolean mustReturn) {
		WallClock wallClock = new WallClock(Clock.systemUTC(), System::nanoTime);
		Refusals refusals = new Refusals(new RateLimitedLog(LogFactory.getLog(DiagnosisTests.class), System::nanoTime),
				wallClock);
		GossipSettings settings = TestSettings.of("230.1.1.251", null,
				mustReturn ? List.of() : List.of(new FixedPeers(List.of("10.0.0.9"))));
		Diagnosis diagnosis = new Diagnosis(settings, refusals, 0);
		diagnosis.networkChanged(List.of(ETH0, ETH1), 0);
		return diagnosis;
	}

	private void hearOwn(long now) {
		this.diagnosis.ownHeard(ETH0, now);
		this.diagnosis.ownHeard(ETH1, now);
	}

	private static long seconds(int seconds) {
		return Duration.ofSeconds(seconds).toNanos();
	}

}
