package io.macula.gossip.membership;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * To the nanosecond: what is a pause and what is not, and how long nobody is judged after
 * it.
 */
class AttentionEdgeTests {

	private static final long INTERVAL = Duration.ofMillis(1500).toNanos();

	private static final long LATE = INTERVAL / 5;

	private static final long START = Long.MAX_VALUE - INTERVAL;

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void standingStillForTwoIntervalsIsNoPause(boolean needsListening) {
		Attention attention = new Attention(INTERVAL, needsListening, START);
		long now = START + 2 * INTERVAL;
		attention.listening(now);
		attention.ticked(now, now);
		assertThat(attention.judgeFrom()).isEqualTo(START);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void standingStillForLongerGivesTheOthersTwoIntervalsWhicheverThreadWakesFirst(boolean needsListening) {
		long now = START + 2 * INTERVAL + 1;
		Attention ticked = new Attention(INTERVAL, needsListening, START);
		ticked.ticked(now, now);
		ticked.listening(now);
		assertThat(ticked.judgeFrom()).isEqualTo(now + 2 * INTERVAL);
		Attention listening = new Attention(INTERVAL, needsListening, START);
		listening.listening(now);
		listening.ticked(now, now);
		assertThat(listening.judgeFrom()).isEqualTo(now + 2 * INTERVAL);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aTickIsLateWhenAFifthOfAnIntervalHasPassed(boolean needsListening) {
		Attention attention = new Attention(INTERVAL, needsListening, START);
		attention.ticked(START + LATE, START);
		assertThat(attention.judgeFrom()).isEqualTo(START);
		attention.ticked(START + 2 * LATE + 1, START + LATE);
		assertThat(attention.judgeFrom()).isEqualTo(START + 2 * LATE + 1 + INTERVAL / 2);
	}

	@Test
	void ofTwoLateTicksInARowTheSecondIsNoExcuse() {
		Attention attention = new Attention(INTERVAL, false, START);
		long first = START + LATE + 1;
		attention.ticked(first, START);
		long second = first + LATE + 1;
		attention.ticked(second, first);
		assertThat(attention.judgeFrom()).isEqualTo(first + INTERVAL / 2);
		long third = second + LATE + 1;
		attention.ticked(third, second);
		assertThat(attention.judgeFrom()).isEqualTo(third + INTERVAL / 2);
		attention.ticked(third + 1, third);
		attention.ticked(third + LATE + 2, third + 1);
		assertThat(attention.judgeFrom()).as("one was in time since").isEqualTo(third + LATE + 2 + INTERVAL / 2);
	}

	@Test
	void whoNeedsToListenIsDeafAfterTwoIntervalsThoughTicksCome() {
		Attention attention = new Attention(INTERVAL, true, START);
		tickInTime(attention, 2 * INTERVAL);
		assertThat(attention.judgeFrom()).isEqualTo(START);
		long deaf = START + 2 * INTERVAL + 1;
		attention.ticked(deaf, deaf);
		assertThat(attention.judgeFrom()).isEqualTo(deaf + INTERVAL / 2);
		attention.listening(deaf + INTERVAL);
		assertThat(attention.judgeFrom()).as("time to read what waits").isEqualTo(deaf + INTERVAL + INTERVAL / 2);
		attention.listening(deaf + INTERVAL + 1);
		attention.ticked(deaf + INTERVAL + 1, deaf + INTERVAL + 1);
		assertThat(attention.judgeFrom()).as("it hears").isEqualTo(deaf + INTERVAL + INTERVAL / 2);
	}

	@Test
	void whoProbesLinksIsNeverDeaf() {
		Attention attention = new Attention(INTERVAL, false, START);
		tickInTime(attention, 10 * INTERVAL);
		assertThat(attention.judgeFrom()).isEqualTo(START);
	}

	@Test
	void hearingAnewGivesTwoIntervalsAndNeverShortensWhatWasGiven() {
		Attention attention = new Attention(INTERVAL, true, START);
		attention.hearsAnew(START + 5);
		assertThat(attention.judgeFrom()).isEqualTo(START + 5 + 2 * INTERVAL);
		attention.ticked(START + LATE + 10, START + 5);
		assertThat(attention.judgeFrom()).isEqualTo(START + 5 + 2 * INTERVAL);
	}

	private static void tickInTime(Attention attention, long duration) {
		for (long at = 0; at <= duration; at += INTERVAL / 4) {
			attention.ticked(START + at, START + at);
		}
	}

}
