package io.macula.gossip.membership;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.NodeName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node that stood still judges nobody before it has listened again; one whose ticks
 * alone are late goes on judging.
 */
class AttentionTests {

	private static final Duration INTERVAL = Duration.ofMillis(1500);

	private static final NodeName A = NodeName.of("a@host");

	private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();

	private final List<String> effects = new ArrayList<>();

	@ParameterizedTest
	@CsvSource({ "DISTRIBUTION, 400", "DISTRIBUTION, 1100", "DISTRIBUTION, 1600", "DISTRIBUTION, 2900",
			"DISTRIBUTION, 3100", "DISTRIBUTION, 6000", "HEARTBEAT, 400", "HEARTBEAT, 1100", "HEARTBEAT, 1600",
			"HEARTBEAT, 2900", "HEARTBEAT, 3100", "HEARTBEAT, 6000" })
	void aSchedulerThatIsAlwaysLateStillHasSilentNodesTakenDown(ConnectionMode mode, long lateMillis) {
		Membership membership = membership(mode);
		up(membership, mode);
		long last = 0;
		long listenedAt = 0;
		long limit = 10_000 + 4 * lateMillis;
		while (!isDown() && last < limit) {
			long due = Math.max(last, membership.nextDeadline() / 1_000_000);
			long tick = due + lateMillis;
			for (; listenedAt < tick; listenedAt += 300) {
				membership.listening(nanos(listenedAt));
			}
			membership.tick(nanos(tick));
			last = tick;
		}
		assertThat(this.effects).as("effects after %d ms", last).contains("down a@host " + reason(mode));
	}

	@ParameterizedTest
	@EnumSource(ConnectionMode.class)
	void aNodeThatStoodStillForLongerThanTwoIntervalsGivesTheOthersTwoMore(ConnectionMode mode) {
		Membership membership = membership(mode);
		up(membership, mode);
		run(membership, 0, 2900);
		long awake = 2900 + 3100;
		// Whichever thread is first
		membership.listening(nanos(awake));
		run(membership, awake, awake + 2900);
		assertThat(this.effects).noneMatch((effect) -> effect.startsWith("down"));
		run(membership, awake + 2900, awake + 10_000);
		assertThat(this.effects).contains("down a@host " + reason(mode));
	}

	@ParameterizedTest
	@EnumSource(ConnectionMode.class)
	void aNodeThatHearsAnewGivesTheOthersTwoIntervalsToSpeak(ConnectionMode mode) {
		Membership membership = membership(mode);
		up(membership, mode);
		run(membership, 0, 4500);
		membership.hearsAnew(nanos(4500));
		run(membership, 4500, 7400);
		assertThat(this.effects).noneMatch((effect) -> effect.startsWith("down"));
		run(membership, 7400, 7700);
		assertThat(this.effects).contains("down a@host " + reason(mode));
	}

	@ParameterizedTest
	@EnumSource(ConnectionMode.class)
	void aTickThatIsLateLeavesTimeToReadWhatWaits(ConnectionMode mode) {
		Membership membership = membership(mode);
		up(membership, mode);
		long now = 0;
		while (!this.effects.contains("probe a@host") && now < 4300) {
			membership.listening(nanos(now));
			membership.tick(nanos(now));
			now += 100;
		}
		long late = membership.nextDeadline() / 1_000_000 + 400;
		membership.tick(nanos(late));
		membership.tick(nanos(late + 700));
		assertThat(this.effects).noneMatch((effect) -> effect.startsWith("down"));
		membership.listening(nanos(late + 760));
		membership.tick(nanos(late + 760));
		assertThat(this.effects).contains("down a@host " + reason(mode));
	}

	private Membership membership(ConnectionMode mode) {
		return new Membership(new MembershipSettings(mode, INTERVAL, FailureDetection.forInterval(INTERVAL), 10),
				new Random(1), (effect) -> this.effects.add(MembershipTests.describe(effect)), 0);
	}

	private void up(Membership membership, ConnectionMode mode) {
		membership.heard(A, new InetSocketAddress(ADDRESS, 45892), 0);
		if (mode == ConnectionMode.DISTRIBUTION) {
			membership.linkUp(A, ADDRESS, false, 0);
		}
		assertThat(this.effects).contains("up a@host");
	}

	private void run(Membership membership, long fromMillis, long toMillis) {
		for (long now = fromMillis; now < toMillis; now += 100) {
			membership.listening(nanos(now));
			membership.tick(nanos(now));
		}
	}

	private boolean isDown() {
		return this.effects.stream().anyMatch((effect) -> effect.startsWith("down"));
	}

	private static String reason(ConnectionMode mode) {
		return (mode == ConnectionMode.DISTRIBUTION) ? "UNRESPONSIVE" : "SILENT";
	}

	private static long nanos(long millis) {
		return Duration.ofMillis(millis).toNanos();
	}

}
