package io.macula.gossip.distribution;

import java.io.IOException;
import java.nio.ByteBuffer;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.macula.gossip.distribution.handshake.MemoryPeer;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.IntegerTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.etf.TermDecoder;
import io.macula.gossip.etf.TermLimits;
import io.macula.gossip.testing.ParserCost;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the frame of a link holds is a control message, which can be written again, or
 * an {@link IOException} that ends the link.
 */
class ControlMessageFuzzTests {

	private static final TermLimits LIMITS = new TermLimits(256, 5_000, 100_000);

	private static final ParserCost COST = new ParserCost(ControlMessageFuzzTests.class, 400);

	/**
	 * Two terms may be compressed, and then cost what a term may.
	 */
	private static final long INFLATED = 2 * (2L * LIMITS.bytes() / 400 + LIMITS.elements());

	private static final AtomTerm SELF = AtomTerm.of("a@host");

	private final TermDecoder decoder = new TermDecoder(LIMITS);

	@FuzzTest(maxExecutions = 1_000_000, maxDuration = "")
	void everyFrameIsAControlMessageOrAnEnd(byte[] bytes) throws Exception {
		// A frame without a byte is a tick
		if (bytes.length == 0) {
			return;
		}
		COST.of(bytes.length + INFLATED, () -> payload(read(bytes)));
		ControlMessage message = read(bytes);
		if (message != null) {
			Term payload = payload(message);
			ControlMessage again = ControlMessage
				.read(ByteBuffer.wrap(ControlMessage.write(message.control(), payload)), this.decoder);
			assertThat(again.control()).isEqualTo(message.control());
			assertThat(payload(again)).isEqualTo(payload);
			readPayload(payload);
			for (int index = 0; index <= message.control().size(); index++) {
				readElement(message, index);
				readNumber(message, index);
			}
		}
	}

	private @Nullable ControlMessage read(byte[] bytes) {
		try {
			return ControlMessage.read(ByteBuffer.wrap(bytes), this.decoder);
		}
		catch (IOException ex) {
			return null;
		}
	}

	private @Nullable Term payload(@Nullable ControlMessage message) {
		try {
			return (message != null) ? message.message(this.decoder) : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

	private static void readPayload(@Nullable Term payload) {
		if (payload != null) {
			GenCall call = GenCall.read(payload);
			if (call != null) {
				call.monitor();
				for (long flags : new long[] { MemoryPeer.OTP_28_FLAGS, MemoryPeer.OTP_25_FLAGS,
						MemoryPeer.LIBEI_FLAGS }) {
					assertThat(call.answer(call.from(), SELF, MemoryPeer.node("b@h", flags, 1))).isNotEmpty();
				}
			}
			GlobalNames.answer(payload, SELF);
		}
	}

	private static void readElement(ControlMessage message, int index) {
		for (Reader reader : new Reader[] { message::get, message::pid, message::atom, message::reference }) {
			try {
				assertThat(reader.read(index)).isEqualTo(message.control().get(index));
			}
			catch (IOException ex) {
				assertThat(ex).hasMessageContaining("control tuple");
			}
		}
	}

	private static void readNumber(ControlMessage message, int index) {
		try {
			assertThat(message.get(index)).isEqualTo(IntegerTerm.of(message.number(index)));
		}
		catch (IOException ex) {
			assertThat(ex).hasMessageContaining("control tuple");
		}
	}

	private interface Reader {

		Object read(int index) throws IOException;

	}

}
