package io.macula.gossip.distribution.epmd;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.macula.gossip.testing.ParserCost;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever answers where an EPMD is asked is a node of the name that was asked for, none,
 * a creation, or a refusal in words.
 */
class EpmdAnswerFuzzTests {

	private static final ParserCost COST = new ParserCost(EpmdAnswerFuzzTests.class, 64);

	private static final String NAME = "orders";

	private static final EpmdNode SELF = new EpmdNode(NAME, 4711, false);

	@FuzzTest(maxExecutions = 1_000_000, maxDuration = "")
	void everyAnswerIsAValueOrARefusalInWords(byte[] bytes) {
		COST.of(bytes.length, () -> {
			lookUp(bytes);
			register(bytes);
		});
		lookUp(bytes).ifPresent((node) -> {
			assertThat(node.name()).isEqualTo(NAME);
			assertThat(bytes).hasSizeGreaterThanOrEqualTo(2 + 10 + NAME.length() + 2);
		});
	}

	private static Optional<EpmdNode> lookUp(byte[] bytes) {
		try {
			return EpmdClient.lookUp(NAME, exchange(bytes));
		}
		catch (EpmdException ex) {
			assertRefusal(ex);
			return Optional.empty();
		}
	}

	private static void register(byte[] bytes) {
		try {
			long creation = EpmdClient.register(SELF, exchange(bytes)).creation();
			assertThat(creation).isBetween(0L, 0xFFFFFFFFL);
		}
		catch (EpmdException ex) {
			assertRefusal(ex);
		}
	}

	private static void assertRefusal(EpmdException ex) {
		assertThat(ex.getReason()).isNotEqualTo(EpmdException.Reason.TIMED_OUT);
		assertThat(ex).hasMessageMatching("(?s).{10,1000}");
	}

	private static EpmdExchange exchange(byte[] answer) {
		InputStream input = new ByteArrayInputStream(answer);
		return new EpmdExchange("host:4369", new Socket() {

			@Override
			public InputStream getInputStream() {
				return input;
			}

			@Override
			public OutputStream getOutputStream() {
				return OutputStream.nullOutputStream();
			}

			@Override
			public void setSoTimeout(int timeout) {
			}

		}, Duration.ofHours(1));
	}

}
