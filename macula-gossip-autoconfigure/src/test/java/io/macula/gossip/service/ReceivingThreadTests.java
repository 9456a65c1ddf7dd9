package io.macula.gossip.service;

import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.macula.gossip.multicast.AnnouncementChannel;
import io.macula.gossip.testing.Eventually;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

@Timeout(15)
class ReceivingThreadTests {

	private static final Duration ROUND = Duration.ofMillis(10);

	private final AnnouncementReceiver receiver = mock();

	private final AnnouncementChannel channel = mock();

	private final AtomicInteger rounds = new AtomicInteger();

	private final ReceivingThread thread = new ReceivingThread(this.channel, this.receiver, ROUND, "test-receive");

	@AfterEach
	void close() {
		this.thread.close();
	}

	@Test
	void goesOnWhateverHandlingADatagramEndsWith() throws Exception {
		Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
		RuntimeException exception = new IllegalStateException("a fault in a handler");
		Error error = new StackOverflowError();
		failures.add(exception);
		failures.add(error);
		given(this.channel.receive(any(), any(), any())).willAnswer((invocation) -> {
			Throwable failure = failures.poll();
			if (failure != null) {
				throw failure;
			}
			LockSupport.parkNanos(ROUND.toNanos());
			return null;
		});
		willAnswer((invocation) -> this.rounds.incrementAndGet()).given(this.receiver).listening();
		this.thread.start();
		Eventually.holds("it listens again", () -> this.rounds.get() > 1);
		verify(this.receiver).receiveFailed(exception);
		verify(this.receiver).receiveFailed(error);
	}

	@Test
	void goesOnWhereNotEvenThatCanBeTold() throws Exception {
		willThrow(new OutOfMemoryError()).given(this.receiver).receiveFailed(any());
		given(this.channel.receive(any(), any(), any())).willAnswer((invocation) -> {
			if (this.rounds.incrementAndGet() == 1) {
				throw new OutOfMemoryError();
			}
			LockSupport.parkNanos(ROUND.toNanos());
			return null;
		});
		this.thread.start();
		Eventually.holds("it listens again", () -> this.rounds.get() > 1);
	}

	@Test
	void anInterruptIsForgotten() throws Exception {
		given(this.channel.receive(any(), any(), any())).willAnswer((invocation) -> {
			if (this.rounds.getAndIncrement() == 0) {
				Thread.currentThread().interrupt();
			}
			else if (Thread.currentThread().isInterrupted()) {
				this.rounds.set(1);
			}
			LockSupport.parkNanos(ROUND.toNanos());
			return null;
		});
		this.thread.start();
		Eventually.holds("it waits again", () -> this.rounds.get() > 2);
	}

	@Test
	void aSocketThatFailsIsToldAndKeepsNobodyFromListening() throws Exception {
		IOException failure = new IOException("one socket of several");
		given(this.channel.receive(any(), any(), any())).willAnswer((invocation) -> {
			LockSupport.parkNanos(ROUND.toNanos());
			return (this.rounds.get() == 0) ? failure : null;
		});
		willAnswer((invocation) -> this.rounds.incrementAndGet()).given(this.receiver).listening();
		this.thread.start();
		Eventually.holds("it listens", () -> this.rounds.get() > 1);
		verify(this.receiver).receiveFailed(failure);
	}

}
