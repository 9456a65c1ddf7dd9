package io.macula.gossip.distribution;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Reading through timeouts.
 */
class PatientInputTests {

	private final AtomicInteger came = new AtomicInteger();

	private final AtomicInteger passed = new AtomicInteger();

	@Test
	void whenFourTimeoutsComeInARowShouldGiveUp() {
		Timeouts timeouts = new Timeouts(4);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(input(timeouts)::read);
	}

	@Test
	void whenThreeTimeoutsComeInARowShouldReadOn() throws Exception {
		Timeouts timeouts = new Timeouts(3);
		PatientInput input = input(timeouts);
		assertThat(input.read()).isEqualTo(7);
		timeouts.left = 3;
		assertThat(input.readNBytes(2)).containsExactly(7, 7);
	}

	@Test
	void shouldTellOfBytesThatCameAndOfTimeThatPassed() throws Exception {
		assertThat(input(new Timeouts(3)).read()).isEqualTo(7);
		assertThat(this.came).hasValue(1);
		assertThat(this.passed).hasValue(4);
	}

	@Test
	void whenBytesAreSkippedShouldReadThem() throws Exception {
		Timeouts timeouts = new Timeouts(3);
		PatientInput input = input(timeouts);
		input.skipNBytes(20_000);
		assertThat(this.came).hasValue(3);
		assertThat(this.passed).hasValue(6);
		timeouts.left = 4;
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> input.skipNBytes(1));
		assertThatExceptionOfType(EOFException.class)
			.isThrownBy(() -> input(InputStream.nullInputStream()).skipNBytes(1));
	}

	private PatientInput input(InputStream input) {
		return new PatientInput(input, this.came::incrementAndGet, this.passed::incrementAndGet);
	}

	/**
	 * Times out for a while.
	 */
	private static final class Timeouts extends InputStream {

		private int left;

		private Timeouts(int left) {
			this.left = left;
		}

		@Override
		public int read() throws IOException {
			if (this.left-- > 0) {
				throw new SocketTimeoutException();
			}
			return 7;
		}

	}

}
