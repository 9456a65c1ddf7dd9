package io.macula.gossip.service;

import java.time.Duration;

import io.macula.gossip.GossipMessenger;
import io.macula.gossip.MessageTooLargeException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How large a message may be is what the service was told, more or less than by default.
 */
@Timeout(60)
class MessageSizeTests {

	/**
	 * More than what addresses a message takes.
	 */
	private static final int ADDRESS = 1024;

	@ParameterizedTest
	@ValueSource(ints = { 64 * 1024, 20 * 1024 * 1024 })
	void whatIsLargerIsRefusedBySizeAndLimitAndWhatIsNotArrives(int limit) {
		try (LinkedPair pair = new LinkedPair(
				(builder) -> builder.links((links) -> links.setMaxMessageSize(DataSize.ofBytes(limit))))) {
			pair.answer("length", (message) -> message.body(byte[].class).length);
			GossipMessenger messenger = pair.a.getMessenger();
			byte[] larger = new byte[limit];
			assertRefused(limit, () -> messenger.send(LinkedPair.B, "length", larger));
			assertRefused(limit, () -> messenger.send(LinkedPair.B, "length", larger, Duration.ofSeconds(10)));
			assertRefused(limit, () -> messenger.call(LinkedPair.B, "length", larger, Integer.class));
			assertThat(pair.call("length", new byte[limit - ADDRESS], Integer.class).join()).as("by the same link")
				.isEqualTo(limit - ADDRESS);
			assertThat(pair.b.getMessageStatistics().dropped()).isZero();
		}
	}

	private static void assertRefused(int limit, ThrowingCallable sending) {
		assertThatExceptionOfType(MessageTooLargeException.class).isThrownBy(sending).satisfies((refusal) -> {
			assertThat(refusal.getSize()).isBetween(limit + 1L, (long) limit + ADDRESS);
			assertThat(refusal.getLimit()).isEqualTo(limit);
			assertThat(refusal).hasMessageStartingWith(
					"A message to b@127.0.0.1 takes %d bytes, above the limit of %d:", refusal.getSize(), limit);
		});
	}

}
