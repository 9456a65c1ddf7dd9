package io.macula.gossip.net;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who has his turn when, with places that the test itself sets free.
 */
class SourceTurnsTests {

	private static final long MINUTE = 60_000_000_000L;

	private final Queue<Runnable> running = new ArrayDeque<>();

	private final List<String> done = new ArrayList<>();

	private final List<String> dropped = new ArrayList<>();

	private final AtomicLong now = new AtomicLong();

	private final SourceTurns turns = new SourceTurns(this.running::add, 4, 10, this.now::get);

	@Test
	void oneHostHasAHalfOfThePlacesAndTheOthersHaveTheirTurnBetween() {
		for (int i = 0; i < 5; i++) {
			submit("noisy" + i, "noisy", false, true);
		}
		assertThat(this.running).hasSize(2);
		submit("a", "a", false, true);
		assertThat(this.running).hasSize(3);
		submit("b", "b", false, true);
		assertThat(this.running).as("the fourth place is for hosts that are known").hasSize(3);
		finishAll();
		assertThat(this.done).containsExactly("noisy0", "noisy1", "a", "noisy2", "b", "noisy3", "noisy4");
	}

	@Test
	void whoIsKnownHasAPlaceHoweverManyOthersWait() {
		for (int i = 0; i < 9; i++) {
			submit("unreachable" + i, "host" + i, false, false);
		}
		assertThat(this.running).hasSize(3);
		submit("friend", "friend", true, true);
		assertThat(this.running).hasSize(4);
	}

	@Test
	void whoDidNotAnswerComesLastForAMinuteOrUntilHeDoes() {
		submit("first", "slow", false, false);
		finishAll();
		for (int i = 0; i < 2; i++) {
			submit("slow" + i, "slow", false, true);
			submit("busy" + i, "busy" + i, false, true);
		}
		submit("slow2", "slow", false, true);
		submit("new", "new", false, true);
		finishAll();
		assertThat(this.done).containsExactly("first", "slow0", "busy0", "slow1", "busy1", "new", "slow2");
	}

	@Test
	void whoDidNotAnswerIsAsGoodAsNewLater() {
		submit("first", "slow", false, false);
		finishAll();
		this.now.addAndGet(MINUTE);
		submit("noisy0", "noisy", false, true);
		submit("noisy1", "noisy", false, true);
		submit("slow", "slow", false, true);
		assertThat(this.running).hasSize(3);
	}

	@Test
	void whenTooMuchWaitsTheNoisiestHostLosesItsNewest() {
		for (int i = 0; i < 8; i++) {
			submit("noisy" + i, "noisy", false, true);
		}
		for (int i = 0; i < 6; i++) {
			submit("quiet" + i, "quiet" + i, false, true);
		}
		assertThat(this.turns.waiting()).isEqualTo(10);
		assertThat(this.dropped).containsExactly("noisy7: 10 others wait already");
		submit("noisy8", "noisy", false, true);
		assertThat(this.dropped).endsWith("noisy8: 10 others wait already");
		submit("known", "noisy", true, true);
		assertThat(this.dropped).endsWith("noisy6: 10 others wait already");
	}

	@Test
	void theHostsOfOneIpv6NetworkHaveAHalfBetweenThemAndEachAHalfOfThat() throws Exception {
		for (int i = 0; i < 3; i++) {
			submit("noisy" + i, InetAddress.getByName("2001:db8::1"));
		}
		assertThat(this.running).hasSize(1);
		submit("neighbour", InetAddress.getByName("2001:db8::2"));
		assertThat(this.running).hasSize(2);
		for (int i = 3; i < 9; i++) {
			submit("another" + i, InetAddress.getByName("2001:db8::" + i));
		}
		assertThat(this.running).hasSize(2);
		submit("stranger", InetAddress.getByName("2001:db8:0:1::1"));
		assertThat(this.running).hasSize(3);
		finishAll();
		assertThat(this.done).containsExactly("noisy0", "neighbour", "stranger", "noisy1", "another3", "another4",
				"another5", "another6", "another7", "another8", "noisy2");
	}

	@Test
	void whenTooMuchWaitsTheNoisiestHostOfTheNoisiestNetworkLosesItsNewest() throws Exception {
		for (int i = 1; i <= 6; i++) {
			submit("a" + i, InetAddress.getByName("2001:db8::" + i));
		}
		for (int i = 0; i < 6; i++) {
			submit("b" + i, InetAddress.getByName("10.0.0.1"));
		}
		submit("a7", InetAddress.getByName("2001:db8::6"));
		assertThat(this.dropped).isEmpty();
		submit("a8", InetAddress.getByName("2001:db8::6"));
		assertThat(this.dropped).containsExactly("a8: 10 others wait already");
	}

	@Test
	void whereThereAreNoThreadsTheyAreToldSo() {
		SourceTurns none = new SourceTurns((task) -> {
			throw new RejectedExecutionException("full");
		}, 1, 1, this.now::get);
		none.submit("a", false, turn("a", true));
		none.submit("b", false, turn("b", true));
		assertThat(this.dropped).hasSize(2).allMatch((words) -> words.contains("there is no thread for it"));
	}

	@Test
	void afterTheEndNothingIsDone() {
		for (int i = 0; i < 3; i++) {
			submit("a" + i, "a", false, true);
		}
		this.turns.close();
		submit("b", "b", false, true);
		finishAll();
		assertThat(this.done).containsExactly("a0", "a1");
	}

	private void finishAll() {
		while (!this.running.isEmpty()) {
			this.running.remove().run();
		}
	}

	private void submit(String name, String host, boolean known, boolean answers) {
		this.turns.submit(host, known, turn(name, answers));
	}

	private void submit(String name, InetAddress host) {
		this.turns.submit(host, false, turn(name, true));
	}

	private SourceTurns.Turn turn(String name, boolean answers) {
		return new SourceTurns.Turn() {

			@Override
			public boolean run() {
				SourceTurnsTests.this.done.add(name);
				return answers;
			}

			@Override
			public void dropped(String reason) {
				SourceTurnsTests.this.dropped.add(name + ": " + reason);
			}

		};
	}

}
