package io.macula.gossip.distribution;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What depends on answers never runs where they arrive.
 */
@Timeout(30)
class AnswerThreadsTests {

	private final AtomicBoolean exhausted = new AtomicBoolean();

	private final AnswerThreads threads = new AnswerThreads(new LinkThreads((task) -> {
		if (this.exhausted.get()) {
			throw new OutOfMemoryError("unable to create native thread, for the test");
		}
		return new Thread(task);
	}), "answers", 2);

	@Test
	void whenAllAreHeldUpShouldRunTheOtherTaskOnTheOneInReserve() throws Exception {
		this.threads.start();
		CountDownLatch over = new CountDownLatch(1);
		CountDownLatch held = new CountDownLatch(2);
		for (int i = 0; i < 2; i++) {
			this.threads.run(() -> {
				held.countDown();
				await(over);
			}, () -> {
			});
		}
		held.await();
		assertThat(instead()).isNotSameAs(Thread.currentThread());
		over.countDown();
		this.threads.close();
	}

	@Test
	void whenTheSystemHasNoMoreShouldRunTheOtherTaskOnTheOneInReserve() throws Exception {
		this.threads.start();
		this.exhausted.set(true);
		assertThat(instead()).isNotSameAs(Thread.currentThread());
		this.threads.close();
	}

	@Test
	void afterTheEndShouldRunTheOtherTaskHere() throws Exception {
		this.threads.close();
		assertThat(instead()).isSameAs(Thread.currentThread());
	}

	private Thread instead() throws Exception {
		CompletableFuture<Thread> ran = new CompletableFuture<>();
		this.threads.run(() -> ran.completeExceptionally(new AssertionError("it is run")),
				() -> ran.complete(Thread.currentThread()));
		return ran.get(10, TimeUnit.SECONDS);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
