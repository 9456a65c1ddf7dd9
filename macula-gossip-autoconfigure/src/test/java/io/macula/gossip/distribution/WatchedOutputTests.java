package io.macula.gossip.distribution;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import io.macula.gossip.testing.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whether what is written moves.
 */
@Timeout(30)
class WatchedOutputTests {

	private final AtomicInteger moved = new AtomicInteger();

	@Test
	void shouldWriteAllInPieces() throws Exception {
		List<Integer> sizes = new ArrayList<>();
		ByteArrayOutputStream all = new ByteArrayOutputStream() {

			@Override
			public synchronized void write(byte[] bytes, int offset, int length) {
				sizes.add(length);
				super.write(bytes, offset, length);
			}

		};
		WatchedOutput output = new WatchedOutput(all, this.moved::incrementAndGet);
		byte[] bytes = new byte[2 * WatchedOutput.PIECE + 3];
		bytes[WatchedOutput.PIECE] = 1;
		output.write(bytes, 1, bytes.length - 1);
		output.write(7);
		assertThat(sizes).containsExactly(WatchedOutput.PIECE, WatchedOutput.PIECE, 2, 1);
		assertThat(all.toByteArray()).hasSize(bytes.length).endsWith(0, 0, 7);
		assertThat(all.toByteArray()[WatchedOutput.PIECE - 1]).isEqualTo((byte) 1);
	}

	@Test
	void whenOnePieceIsUnderWayForLooksOnEndShouldCountThemUntilItMoves() throws Exception {
		Semaphore room = new Semaphore(0);
		AtomicInteger begun = new AtomicInteger();
		WatchedOutput output = new WatchedOutput(new OutputStream() {

			@Override
			public void write(int value) {
				begun.incrementAndGet();
				room.acquireUninterruptibly();
			}

			@Override
			public void write(byte[] bytes, int offset, int length) throws IOException {
				write(0);
			}

		}, this.moved::incrementAndGet);
		assertThat(output.stalls()).isZero();
		Thread writer = new Thread(() -> {
			try {
				output.write(new byte[2 * WatchedOutput.PIECE]);
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
		writer.start();
		Eventually.holds("it waits", () -> begun.get() == 1);
		assertThat(output.stalls()).as("it began since the last look").isZero();
		assertThat(output.stalls()).isOne();
		assertThat(output.stalls()).isEqualTo(2);
		assertThat(this.moved).hasValue(0);
		room.release();
		Eventually.holds("the second piece waits", () -> begun.get() == 2);
		assertThat(output.stalls()).isZero();
		room.release();
		writer.join();
		assertThat(output.stalls()).isZero();
		assertThat(output.stalls()).isZero();
	}

}
