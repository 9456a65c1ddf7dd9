package io.macula.gossip.distribution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.CallException;
import io.macula.gossip.NodeName;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.testing.Loopback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Calls that come to their end, whatever holds them up or goes wrong.
 */
@Timeout(60)
class CallTests {

	private static final int HANDLERS = 8;

	private static final int OPEN_CALLS = 10;

	private static final NodeName A = NodeName.of("a@127.0.0.1");

	private static final NodeName B = NodeName.of("b@127.0.0.1");

	private static final Duration LONG = Duration.ofSeconds(30);

	private final ExecutorService handlersOfA = Executors.newFixedThreadPool(HANDLERS);

	private final ExecutorService handlersOfB = Executors.newCachedThreadPool();

	private final CountDownLatch end = new CountDownLatch(1);

	/**
	 * As many answers of the late process as there are permits.
	 */
	private final Semaphore go = new Semaphore(0);

	private TestNode a;

	private TestNode b;

	@BeforeEach
	void start() throws Exception {
		int epmdPort = Loopback.freePort();
		DistributionLimits limits = new DistributionLimits(1024 * 1024, 1000, 1024 * 1024, 64 * 1024 * 1024,
				64 * 1024 * 1024, 10, 4, 16, 1000, OPEN_CALLS);
		this.a = TestNode.start(epmdPort, A.value(), (options) -> options.limits(limits).handlers(this.handlersOfA));
		this.b = TestNode.start(epmdPort, B.value(), (options) -> options.handlers(this.handlersOfB));
		this.b.node().register("echo", Message::body);
		this.b.node().register("late", (message) -> {
			this.go.acquire();
			return message.body();
		});
		this.b.node().register("silent", (message) -> {
			this.end.await();
			return null;
		});
		this.a.connect(B.value());
		assertThat(this.a.next()).startsWith("up ");
		assertThat(this.b.next()).startsWith("up ");
	}

	@AfterEach
	void stop() {
		this.end.countDown();
		this.a.close();
		this.b.close();
		this.handlersOfA.shutdownNow();
		this.handlersOfB.shutdownNow();
	}

	@Test
	void handlersThatAllCallAndWaitAreAnswered() throws Exception {
		for (CompletableFuture<Term> answer : callHandlersThatCall("echo", LONG)) {
			assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(Term.of(7));
		}
	}

	@Test
	void handlersThatAllCallAndWaitAreToldThatTheirTimeIsOver() throws Exception {
		for (CompletableFuture<Term> answer : callHandlersThatCall("silent", Duration.ofMillis(200))) {
			assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(AtomTerm.of("timed_out"));
		}
	}

	@Test
	void whatDependsOnAnswersMayWaitForOtherAnswers() throws Exception {
		CountDownLatch allAreAnswered = new CountDownLatch(OPEN_CALLS / 2);
		List<CompletableFuture<Term>> second = new ArrayList<>();
		for (int i = 0; i < OPEN_CALLS / 2; i++) {
			second.add(call("late", LONG).thenApply((answer) -> {
				allAreAnswered.countDown();
				try {
					assertThat(allAreAnswered.await(10, TimeUnit.SECONDS)).isTrue();
					return call("echo", LONG).get(10, TimeUnit.SECONDS);
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			}));
		}
		this.go.release(OPEN_CALLS / 2);
		for (CompletableFuture<Term> answer : second) {
			assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(Term.of(7));
		}
	}

	@Test
	void noTimeoutIsTooLong() throws Exception {
		for (Duration timeout : List.of(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofDays(365 * 293))) {
			assertThat(call("echo", timeout).get(10, TimeUnit.SECONDS)).isEqualTo(Term.of(7));
			CompletableFuture<Term> unanswered = call("silent", timeout);
			assertThat(call("echo", LONG).get(10, TimeUnit.SECONDS)).isEqualTo(Term.of(7));
			assertThat(unanswered).isNotDone();
		}
	}

	@Test
	void aTimeoutThatIsOverAlreadyEndsTheCallAtOnce() {
		for (Duration timeout : List.of(Duration.ZERO, Duration.ofSeconds(Long.MIN_VALUE))) {
			assertThatFails(call("silent", timeout), CallException.Reason.TIMED_OUT);
		}
	}

	@Test
	void callsBeyondTheLimitAreRefusedUntilOthersHaveEnded() throws Exception {
		List<CompletableFuture<Term>> open = openAllCalls();
		assertThatFails(call("echo", LONG), CallException.Reason.TOO_MANY);
		open.get(0).cancel(false);
		assertThat(call("echo", LONG).get(10, TimeUnit.SECONDS)).isEqualTo(Term.of(7));
	}

	@Test
	void callsLeaveNothingBehindHoweverTheyEnd() throws Exception {
		for (int i = 0; i <= OPEN_CALLS; i++) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> this.a.node().call(B, "n".repeat(256), Term.of(7), LONG));
			assertThatNullPointerException().isThrownBy(() -> call("echo", null));
			call("silent", Duration.ofSeconds(Long.MAX_VALUE)).cancel(true);
			call("silent", LONG).completeExceptionally(new IllegalStateException("for the test"));
			call("silent", LONG).complete(Term.of(1));
			assertThatFails(call("nobody", LONG), CallException.Reason.NO_PROCESS);
			assertThatFails(call("silent", Duration.ofMillis(1)), CallException.Reason.TIMED_OUT);
			call("echo", LONG).thenRun(() -> {
				throw new IllegalStateException("for the test");
			});
			assertThat(call("echo", LONG).get(10, TimeUnit.SECONDS)).isEqualTo(Term.of(7));
		}
		List<CompletableFuture<Term>> open = openAllCalls();
		assertThat(open).as("none was refused").noneMatch(CompletableFuture::isDone);
		this.a.node().disconnect(B, "done");
		open.forEach((call) -> assertThatFails(call, CallException.Reason.NODE_DOWN));
	}

	private List<CompletableFuture<Term>> openAllCalls() {
		List<CompletableFuture<Term>> open = new ArrayList<>();
		for (int i = 0; i < OPEN_CALLS; i++) {
			open.add(call("silent", LONG));
		}
		return open;
	}

	private List<CompletableFuture<Term>> callHandlersThatCall(String name, Duration timeout) {
		CountDownLatch allAreCalled = new CountDownLatch(HANDLERS);
		List<CompletableFuture<Term>> answers = new ArrayList<>();
		for (int i = 0; i < HANDLERS; i++) {
			this.a.node().register("h" + i, (message) -> {
				allAreCalled.countDown();
				assertThat(allAreCalled.await(10, TimeUnit.SECONDS)).isTrue();
				try {
					return call(name, timeout).get();
				}
				catch (ExecutionException ex) {
					return AtomTerm.of(((CallException) ex.getCause()).getReason().name().toLowerCase());
				}
			});
			answers.add(this.b.node().call(A, "h" + i, Term.of(1), LONG));
		}
		return answers;
	}

	private CompletableFuture<Term> call(String name, Duration timeout) {
		return this.a.node().call(B, name, Term.of(7), timeout);
	}

	private static void assertThatFails(CompletableFuture<Term> call, CallException.Reason reason) {
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> call.get(10, TimeUnit.SECONDS))
			.havingCause()
			.isInstanceOfSatisfying(CallException.class, (ex) -> assertThat(ex.getReason()).isEqualTo(reason));
	}

	@Test
	void whatTakesAnAnswerCountsUntilItHasReturned() throws Exception {
		List<CompletableFuture<Term>> taken = new ArrayList<>();
		for (int i = 0; i < 2 * OPEN_CALLS; i++) {
			CountDownLatch arrived = new CountDownLatch(1);
			taken.add(call("late", LONG).thenApply((answer) -> {
				arrived.countDown();
				try {
					this.end.await();
					return answer;
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}));
			this.go.release();
			assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
		}
		assertThatFails(call("echo", LONG), CallException.Reason.TOO_MANY);
		this.end.countDown();
		for (CompletableFuture<Term> answer : taken) {
			assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(Term.of(7));
		}
	}

}
