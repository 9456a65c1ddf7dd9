package io.macula.gossip.distribution;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The queue before a link.
 */
@Timeout(30)
class OutgoingFramesTests {

	private static final long LONG = TimeUnit.SECONDS.toNanos(20);

	private final ByteBudget memory = new ByteBudget(1000);

	private final OutgoingFrames frames = new OutgoingFrames(2, 10, this.memory.account());

	@Test
	void shouldKeepTheOrder() throws Exception {
		assertThat(this.frames.offer(new byte[] { 1 })).isTrue();
		assertThat(this.frames.offer(new byte[] { 2 })).isTrue();
		assertThat(this.frames.poll(0)).containsExactly(1);
		assertThat(this.frames.poll(LONG)).containsExactly(2);
		assertThat(this.frames.poll(0)).isNull();
	}

	@Test
	void whenThereAreTooManyShouldRefuse() throws Exception {
		this.frames.offer(new byte[1]);
		this.frames.offer(new byte[1]);
		assertThat(this.frames.offer(new byte[1])).isFalse();
		this.frames.poll(0);
		assertThat(this.frames.offer(new byte[1])).isTrue();
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
		this.frames.offer(new byte[] { 1 });
		this.frames.offerState("a", new byte[] { 2 });
		this.frames.offerControl(new byte[] { 3 });
		this.frames.offerControl(new byte[] { 4 });
		assertThat(this.frames.poll(0)).containsExactly(3);
		assertThat(this.frames.poll(0)).containsExactly(4);
		assertThat(this.frames.poll(0)).containsExactly(2);
		assertThat(this.frames.poll(0)).containsExactly(1);
	}

	@Test
	void whenDataIsFullShouldHaveRoomForControlUpToItsOwnLimit() {
		OutgoingFrames frames = new OutgoingFrames(2, 80, this.memory.account());
		assertThat(frames.offer(new byte[80])).isTrue();
		assertThat(frames.offerControl(new byte[10])).isTrue();
		assertThat(frames.offerControl(new byte[1])).isFalse();
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
		ByteBudget memory = new ByteBudget(30);
		OutgoingFrames one = new OutgoingFrames(10, 100, memory.account());
		OutgoingFrames other = new OutgoingFrames(10, 100, memory.account());
		assertThat(one.offer(new byte[10])).isTrue();
		assertThat(one.isFullFor(new byte[11])).isTrue();
		assertThat(one.offer(new byte[11])).as("what it holds counts twice").isFalse();
		assertThat(other.offer(new byte[20])).as("as much as is left").isTrue();
		assertThat(other.offer(new byte[1])).isFalse();
		assertThat(one.offer(new byte[1], 1)).isFalse();
		assertThat(one.offerControl(new byte[20])).isTrue();
		assertThat(one.offerState("a", new byte[20])).isTrue();
		assertThat(memory.held()).as("data alone counts").isEqualTo(30);
		for (int frame = 0; frame < 3; frame++) {
			one.written(one.poll(0));
		}
		assertThat(memory.held()).isEqualTo(20);
		other.close();
		assertThat(memory.held()).isZero();
	}

	@Test
	void whenOthersGiveBackInTimeShouldAddAfterWaiting() throws Exception {
		ByteBudget memory = new ByteBudget(10);
		OutgoingFrames one = new OutgoingFrames(10, 100, memory.account());
		OutgoingFrames other = new OutgoingFrames(10, 100, memory.account());
		assertThat(one.offer(new byte[10])).isTrue();
		Thread closer = new Thread(one::close);
		closer.start();
		assertThat(other.offer(new byte[10], LONG)).isTrue();
		closer.join();
		Thread ends = new Thread(other::close);
		OutgoingFrames third = new OutgoingFrames(10, 100, memory.account());
		Thread endsThird = new Thread(third::close);
		endsThird.start();
		assertThat(third.offer(new byte[10], LONG)).as("it ends meanwhile").isFalse();
		ends.start();
		endsThird.join();
		ends.join();
		assertThat(memory.held()).isZero();
	}

}
