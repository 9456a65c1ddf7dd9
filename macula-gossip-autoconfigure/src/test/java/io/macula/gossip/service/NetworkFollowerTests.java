package io.macula.gossip.service;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

@Timeout(30)
class NetworkFollowerTests {

	private final Log log = mock();

	private final Semaphore looks = new Semaphore(0);

	private final AtomicInteger failures = new AtomicInteger();

	private BooleanSupplier settled = () -> true;

	private final NetworkFollower follower = new NetworkFollower(Duration.ofMinutes(10), this::look, this.log, "test");

	@AfterEach
	void close() {
		this.follower.close();
	}

	@Test
	void aWakeUpHasItLookAtOnceAndASettledNetworkIsSeldomLookedAt() throws Exception {
		this.follower.start();
		for (int i = 0; i < 3; i++) {
			this.follower.wakeUp();
			this.looks.acquire();
		}
		assertThat(this.looks.tryAcquire(1, TimeUnit.SECONDS)).isFalse();
	}

	@Test
	void whileSomethingIsMissingItLooksOften() throws Exception {
		this.settled = () -> false;
		this.follower.start();
		this.follower.wakeUp();
		assertThat(this.looks.tryAcquire(3, 5, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void aFailureIsLoggedAndSurvived() throws Exception {
		this.settled = () -> {
			if (this.failures.getAndIncrement() == 0) {
				throw new IllegalStateException("no luck");
			}
			return true;
		};
		this.follower.start();
		this.follower.wakeUp();
		this.looks.acquire(2);
		then(this.log).should()
			.error(eq("The network could not be followed once, and is followed on"), any(IllegalStateException.class));
	}

	@Test
	void aFailureThatCannotBeLoggedIsSurvived() throws Exception {
		this.settled = () -> {
			throw new OutOfMemoryError();
		};
		willThrow(new OutOfMemoryError()).given(this.log).error(any(), any());
		this.follower.start();
		this.follower.wakeUp();
		this.looks.acquire(2);
	}

	@Test
	void afterTheEndItLooksNoMore() throws Exception {
		this.settled = () -> false;
		this.follower.start();
		this.follower.wakeUp();
		this.looks.acquire();
		this.follower.close();
		this.looks.drainPermits();
		assertThat(this.looks.tryAcquire(2, 1, TimeUnit.SECONDS)).as("one may have been under way").isFalse();
	}

	private boolean look() {
		this.looks.release();
		return this.settled.getAsBoolean();
	}

}
