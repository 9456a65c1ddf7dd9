package io.macula.gossip.distribution;

import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The queue before a link.
 */
@Timeout(30)
class OutgoingFramesTests {

	private static final int FRAME = OutgoingFrames.FRAME_BYTES;

	private static final long LONG = TimeUnit.SECONDS.toNanos(20);

	private final ByteBudget memory = new ByteBudget(1000);

	private final ByteBudget control = new ByteBudget(1000);

	private final OutgoingFrames frames = new OutgoingFrames(2, 10, this.memory.account(), this.control.account());

	@Test
	void shouldKeepTheOrder() throws Exception {
		OutgoingFrames frames = new OutgoingFrames(2, 100, this.memory.account(), this.control.account());
		assertThat(frames.offer(new byte[] { 1 })).isTrue();
		assertThat(frames.offer(new byte[] { 2 })).isTrue();
		assertThat(frames.poll(0)).containsExactly(1);
		assertThat(frames.poll(LONG)).containsExactly(2);
		assertThat(frames.poll(0)).isNull();
	}

	@Test
	void whenThereAreTooManyShouldRefuse() throws Exception {
		OutgoingFrames frames = new OutgoingFrames(2, 200, this.memory.account(), this.control.account());
		assertThat(frames.offer(new byte[1])).isTrue();
		assertThat(frames.offer(new byte[1])).isTrue();
		assertThat(frames.offer(new byte[1])).isFalse();
		frames.poll(0);
		assertThat(frames.offer(new byte[1])).isTrue();
	}

	@Test
	void whenThereAreTooManyBytesShouldRefuse() throws Exception {
		assertThat(this.frames.offer(new byte[11])).isFalse();
		assertThat(this.frames.offer(new byte[10])).isTrue();
		assertThat(this.frames.offer(new byte[1])).isFalse();
		byte[] taken = this.frames.poll(0);
		assertThat(this.frames.offer(new byte[1])).as("it takes memory until it is written").isFalse();
		this.frames.written(taken);
		assertThat(this.frames.offer(new byte[10])).isTrue();
	}

	@Test
	void shouldTakeControlThenStatesThenData() throws Exception {
		OutgoingFrames frames = new OutgoingFrames(2, 200, this.memory.account(), this.control.account());
		frames.offer(new byte[] { 1 });
		frames.offerState("a", new byte[] { 2 });
		frames.offerControl(new byte[] { 3 });
		frames.offerControl(new byte[] { 4 });
		assertThat(frames.poll(0)).containsExactly(3);
		assertThat(frames.poll(0)).containsExactly(4);
		assertThat(frames.poll(0)).containsExactly(2);
		assertThat(frames.poll(0)).containsExactly(1);
	}

	@Test
	void whenDataIsFullShouldHaveRoomForControlUpToItsOwnLimit() {
		OutgoingFrames frames = new OutgoingFrames(2, 800, this.memory.account(), this.control.account());
		assertThat(frames.offer(new byte[800])).isTrue();
		assertThat(frames.offerControl(new byte[(800 + FRAME) / 8 - FRAME])).isTrue();
		assertThat(frames.offerControl(new byte[0])).isFalse();
	}

	@Test
	void whenDataIsFullShouldHaveRoomForAnswersBehindItUpToTheirOwnLimit() throws Exception {
		OutgoingFrames frames = new OutgoingFrames(8, 768, this.memory.account(), this.control.account());
		for (byte i = 0; i < 8; i++) {
			assertThat(frames.offer(new byte[] { i })).isTrue();
		}
		assertThat(frames.offerAnswer(new byte[] { 8 })).isTrue();
		assertThat(frames.offerAnswer(new byte[] { 9 })).as("one eighth more").isFalse();
		assertThat(frames.offer(new byte[1])).isFalse();
		for (byte i = 0; i < 9; i++) {
			assertThat(frames.poll(0)).containsExactly(i);
		}
	}

	@Test
	void whenAnswersAreFullShouldHaveRoomForControl() {
		OutgoingFrames frames = new OutgoingFrames(8, 768, new ByteBudget(5000).account(), this.control.account());
		assertThat(frames.offer(new byte[768])).isTrue();
		assertThat(frames.offerAnswer(new byte[50 - FRAME + 1])).isFalse();
		assertThat(frames.offerAnswer(new byte[50 - FRAME])).isTrue();
		assertThat(frames.offerControl(new byte[50 - FRAME])).isTrue();
		assertThat(frames.offerControl(new byte[0])).isFalse();
	}

	@Test
	void whenStateIsToldAgainShouldReplaceWhatWaits() throws Exception {
		for (int i = 0; i < 100; i++) {
			assertThat(this.frames.offerState("a", new byte[10])).isTrue();
		}
		this.frames.offerState("a", new byte[] { 1 });
		this.frames.offerState("b", new byte[] { 2 });
		this.frames.written(this.frames.poll(0));
		this.frames.written(this.frames.poll(0));
		assertThat(this.frames.poll(0)).isNull();
		assertThat(this.frames.offer(new byte[10])).as("all is given back").isTrue();
	}

	@Test
	void whenThereIsRoomInTimeShouldTakeWhatWaitsForIt() throws Exception {
		assertThat(this.frames.offer(new byte[10])).isTrue();
		assertThat(this.frames.offer(new byte[10], 1)).isFalse();
		byte[] taken = this.frames.poll(0);
		Thread thread = new Thread(() -> this.frames.written(taken));
		thread.start();
		assertThat(this.frames.offer(new byte[10], LONG)).isTrue();
		thread.join();
	}

	@Test
	void whenClosedShouldWakeWhoWaitsForRoom() throws Exception {
		this.frames.offer(new byte[10]);
		Thread thread = new Thread(this.frames::close);
		thread.start();
		assertThat(this.frames.offer(new byte[10], LONG)).isFalse();
		thread.join();
	}

	@Test
	void whenClosedShouldWakeWhoWaitsAndDropTheRest() throws Exception {
		Thread thread = new Thread(this.frames::close);
		thread.start();
		assertThat(this.frames.poll(LONG)).isNull();
		thread.join();
		assertThat(this.frames.offer(new byte[1])).isFalse();
		assertThat(this.frames.offer(new byte[1], LONG)).isFalse();
		assertThat(this.frames.offerControl(new byte[1])).isFalse();
		assertThat(this.frames.offerState("a", new byte[1])).isFalse();
		assertThat(this.frames.poll(LONG)).isNull();
	}

	@Test
	void whenOthersHoldWhatThereIsShouldRefuseDataAndNoControl() throws Exception {
		ByteBudget memory = new ByteBudget(30 + 3 * FRAME);
		OutgoingFrames one = new OutgoingFrames(10, 100, memory.account(), this.control.account());
		OutgoingFrames other = new OutgoingFrames(10, 100, memory.account(), this.control.account());
		assertThat(one.offer(new byte[10])).isTrue();
		assertThat(one.isFullFor(new byte[11])).isTrue();
		assertThat(one.offer(new byte[11])).as("what it holds counts twice").isFalse();
		assertThat(other.offer(new byte[20 + FRAME])).as("as much as is left").isTrue();
		assertThat(other.offer(new byte[1])).isFalse();
		assertThat(one.offer(new byte[1], 1)).isFalse();
		assertThat(one.offerControl(new byte[20])).isTrue();
		assertThat(one.offerState("a", new byte[20])).isTrue();
		assertThat(memory.held()).as("data alone counts").isEqualTo(30 + 3 * FRAME);
		for (int frame = 0; frame < 3; frame++) {
			one.written(one.poll(0));
		}
		assertThat(memory.held()).isEqualTo(20 + 2 * FRAME);
		other.close();
		assertThat(memory.held()).isZero();
	}

	@Test
	void whenOthersGiveBackInTimeShouldAddAfterWaiting() throws Exception {
		ByteBudget memory = new ByteBudget(10 + FRAME);
		OutgoingFrames one = new OutgoingFrames(10, 100, memory.account(), this.control.account());
		OutgoingFrames other = new OutgoingFrames(10, 100, memory.account(), this.control.account());
		assertThat(one.offer(new byte[10])).isTrue();
		Thread closer = new Thread(one::close);
		closer.start();
		assertThat(other.offer(new byte[10], LONG)).isTrue();
		closer.join();
		Thread ends = new Thread(other::close);
		OutgoingFrames third = new OutgoingFrames(10, 100, memory.account(), this.control.account());
		Thread endsThird = new Thread(third::close);
		endsThird.start();
		assertThat(third.offer(new byte[10], LONG)).as("it ends meanwhile").isFalse();
		ends.start();
		endsThird.join();
		ends.join();
		assertThat(memory.held()).isZero();
	}

	@Test
	void whenTicksComeWhileNothingIsWrittenShouldKeepOneAnswerAtMost() throws Exception {
		OutgoingFrames frames = new OutgoingFrames(2, 200, this.memory.account(), this.control.account());
		FrameWriter writer = new FrameWriter(frames, OutputStream.nullOutputStream(), LONG, false);
		for (int i = 0; i < 1000; i++) {
			writer.answerTick();
		}
		assertThat(frames.poll(0)).isEmpty();
		assertThat(frames.poll(0)).isNull();
		frames.offer(new byte[] { 1 });
		writer.answerTick();
		assertThat(frames.poll(0)).as("what waits is sign of life enough").containsExactly(1);
		assertThat(frames.poll(0)).isNull();
	}

	@Test
	void whenControlIsSmallShouldCountWhatItTakesBesideItsBytes() {
		OutgoingFrames frames = new OutgoingFrames(2, 1000, this.memory.account(), this.control.account());
		assertThat(control(frames, new byte[0])).isBetween(20, 1200 / 32);
	}

	@Test
	void whenControlWaitsAtManyLinksShouldHoldNoMoreThanAllMayAndTheLittleOfEach() throws Exception {
		int links = 100;
		ByteBudget control = new ByteBudget(1024 * 1024);
		long held = 0;
		OutgoingFrames last = this.frames;
		for (int i = 0; i < links; i++) {
			last = new OutgoingFrames(10, 64 * 1024 * 1024, this.memory.account(), control.account());
			int most = control(last, new byte[1024 - FRAME]);
			assertThat(most).as("what each has for itself").isGreaterThanOrEqualTo(16);
			held += 1024L * most;
		}
		assertThat(held).isBetween(1024 * 1000L + links * 16 * 1024L, 1024 * 1024L + links * 16 * 1024L);
		assertThat(this.memory.held()).as("data has its own").isZero();
		for (int i = 0; i < 16; i++) {
			last.written(last.poll(0));
		}
		assertThat(control(last, new byte[1024 - FRAME])).as("all is given back").isEqualTo(16);
	}

	@Test
	void whenThereIsRoomShouldTakeControlBeyondWhatALinkHasForItFromWhatAllShare() throws Exception {
		ByteBudget control = new ByteBudget(2 * 1024 * 1024);
		OutgoingFrames one = new OutgoingFrames(10, 64 * 1024 * 1024, this.memory.account(), control.account());
		int most = control(one, new byte[1024 - FRAME]);
		assertThat(most).as("what it holds counts twice").isEqualTo(1024 + 16);
		assertThat(control.held()).isEqualTo(1024 * 1024);
		byte[] taken = one.poll(0);
		one.close();
		assertThat(control.held()).isZero();
		one.written(taken);
		assertThat(control.held()).isZero();
	}

	/**
	 * Add frames that go before data until there is no room, and return how many.
	 */
	private static int control(OutgoingFrames frames, byte[] frame) {
		int added = 0;
		while (added < 100_000 && frames.offerControl(frame)) {
			added++;
		}
		return added;
	}

}
