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

	private final OutgoingFrames frames = new OutgoingFrames(2, 10);

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
		assertThat(this.frames.poll(0)).hasSize(10);
		assertThat(this.frames.offer(new byte[10])).isTrue();
	}

	@Test
	void whenClosedShouldWakeWhoWaitsAndDropTheRest() throws Exception {
		Thread thread = new Thread(this.frames::close);
		thread.start();
		assertThat(this.frames.poll(LONG)).isNull();
		thread.join();
		assertThat(this.frames.offer(new byte[11])).isTrue();
		assertThat(this.frames.poll(LONG)).isNull();
	}

}
