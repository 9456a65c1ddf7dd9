package io.macula.gossip.membership;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.NodeName;
import io.macula.gossip.NodeState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The news that a node is up has what the node tells of itself, and waits for that no
 * longer than it may.
 */
class IntroductionTests {

	private static final Duration INTERVAL = Duration.ofMillis(1500);

	private static final NodeName A = NodeName.of("a@host");

	private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();

	private static final Introduction ORDERS = new Introduction("orders", Map.of("zone", "a"));

	private final List<String> effects = new ArrayList<>();

	private final Membership membership = membership(INTERVAL);

	@Test
	void aNodeIsUpWithWhatItTells() {
		linkUp(0);
		assertThat(this.effects).containsExactly("discovered a@host {}");
		assertThat(this.membership.view().member(A).state()).isEqualTo(NodeState.CONNECTED);
		this.membership.introduced(A, ORDERS);
		assertThat(this.effects).containsExactly("discovered a@host {}", "up a@host orders {zone=a}");
		tickThrough(0, 1000);
		assertThat(this.effects).hasSize(2);
	}

	@Test
	void aNodeThatTellsNothingIsUpAllTheSame() {
		linkUp(0);
		this.membership.introduced(A, Introduction.NONE);
		assertThat(this.effects).containsExactly("discovered a@host {}", "up a@host {}");
	}

	@Test
	void whatIsToldLateIsNewsOfItsOwn() {
		linkUp(0);
		assertThat(this.membership.nextDeadline()).isEqualTo(nanos(500));
		this.membership.tick(nanos(499));
		assertThat(this.effects).hasSize(1);
		assertThat(this.membership.nextDeadline()).isEqualTo(nanos(500));
		this.membership.tick(nanos(500));
		assertThat(this.effects).containsExactly("discovered a@host {}", "up a@host {}");
		this.membership.introduced(A, ORDERS);
		this.membership.introduced(A, ORDERS);
		assertThat(this.effects).containsExactly("discovered a@host {}", "up a@host {}",
				"metadata a@host orders {zone=a}");
	}

	@Test
	void aNodeThatDoesNotTellOfItselfIsUpAtOnce() {
		this.membership.linkUp(A, ADDRESS, false, 0);
		assertThat(this.effects).containsExactly("discovered a@host {}", "up a@host {}");
		this.membership.introduced(A, ORDERS);
		assertThat(this.effects).endsWith("metadata a@host orders {zone=a}");
	}

	@Test
	void aLinkThatEndsMeanwhileIsUpAndDown() {
		linkUp(0);
		this.membership.linkDown(A, "it closed", nanos(10));
		assertThat(this.effects).containsExactly("discovered a@host {}", "up a@host {}", "down a@host LINK_CLOSED {}");
		this.membership.introduced(A, ORDERS);
		tickThrough(10, 600);
		assertThat(this.effects).hasSize(3);
	}

	@Test
	void whatWasToldOverOneLinkIsNotTakenForTheNextOnes() {
		linkUp(0);
		this.membership.introduced(A, ORDERS);
		this.membership.linkDown(A, "it closed", nanos(10));
		this.membership.introduced(A, new Introduction("orders", Map.of("zone", "b")));
		this.effects.clear();
		linkUp(20);
		assertThat(this.effects).isEmpty();
		this.membership.tick(nanos(520));
		assertThat(this.effects).containsExactly("up a@host {}");
	}

	@Test
	void whoStopsTellsFirstWhoWasUp() {
		linkUp(0);
		this.membership.stop();
		assertThat(this.effects).containsExactly("discovered a@host {}", "up a@host {}", "down a@host STOPPED {}");
	}

	@Test
	void aNodeIsUpBeforeItIsSuspected() {
		Membership fast = membership(Duration.ofMillis(100));
		fast.linkUp(A, ADDRESS, true, 0);
		assertThat(fast.nextDeadline()).isEqualTo(nanos(210));
		fast.tick(nanos(210));
		assertThat(this.effects).containsExactly("discovered a@host {}", "up a@host {}", "probe a@host {}");
	}

	@Test
	void inHeartbeatModeNothingWaits() {
		Membership heartbeat = new Membership(
				new MembershipSettings(ConnectionMode.HEARTBEAT, INTERVAL, FailureDetection.forInterval(INTERVAL), 2),
				new Random(1), this::remember, 0);
		heartbeat.linkUp(A, ADDRESS, true, 0);
		heartbeat.heard(A, new InetSocketAddress(ADDRESS, 45892), 1);
		assertThat(this.effects).containsExactly("discovered a@host {}", "up a@host {}");
	}

	private Membership membership(Duration interval) {
		return new Membership(new MembershipSettings(ConnectionMode.DISTRIBUTION, interval,
				FailureDetection.forInterval(interval), 2), new Random(1), this::remember, 0);
	}

	private void remember(Effect effect) {
		Introduction introduction = effect.member().introduction();
		String kind = MembershipTests.describe(effect);
		String application = (introduction.application() != null) ? introduction.application() + " " : "";
		this.effects.add(kind + " " + application + introduction.metadata());
	}

	private void linkUp(long millis) {
		this.membership.linkUp(A, ADDRESS, true, nanos(millis));
	}

	private void tickThrough(long from, long to) {
		for (long now = from; now <= to; now += 100) {
			this.membership.tick(nanos(now));
		}
	}

	private static long nanos(long millis) {
		return Duration.ofMillis(millis).toNanos();
	}

}
