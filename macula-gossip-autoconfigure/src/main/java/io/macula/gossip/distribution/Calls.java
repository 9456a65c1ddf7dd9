package io.macula.gossip.distribution;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.CallException;
import io.macula.gossip.CallException.Reason;
import io.macula.gossip.NodeName;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.PidTerm;
import io.macula.gossip.etf.ReferenceTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.etf.TupleTerm;
import org.jspecify.annotations.Nullable;

/**
 * The calls of this node that await their answer, or of which the application takes it
 * and has not returned. Each monitors the process it calls, where the other node has
 * agreed to that, so that it ends at once when there is no such process. Safe for use by
 * several threads.
 */
final class Calls {

	private static final String HELD_UP = "the application holds up too many threads that take answers";

	private static final String BUSY = "it came, and there was no thread to take it";

	private static final String FULL = "too much waits to be sent to it already";

	private static final AtomTerm NOPROC = AtomTerm.of("noproc");

	private static final int REASON_LENGTH = 500;

	private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

	private final Map<ReferenceTerm, Call> open = new ConcurrentHashMap<>();

	private final Identifiers identifiers;

	private final RegisteredProcesses processes;

	private final ScheduledExecutorService timer;

	private final AnswerThreads answers;

	private final int limit;

	private final Semaphore free;

	/**
	 * How many more calls may be open or have their answer taken: each of them has a
	 * thread for that.
	 */
	private final Semaphore threads;

	/**
	 * Create calls.
	 * @param identifiers makes references
	 * @param processes knows the process that calls
	 * @param timer ends those that are not answered in time
	 * @param answers runs what depends on an answer
	 * @param limit how many there may be at once
	 */
	Calls(Identifiers identifiers, RegisteredProcesses processes, ScheduledExecutorService timer, AnswerThreads answers,
			int limit) {
		this.identifiers = identifiers;
		this.processes = processes;
		this.timer = timer;
		this.answers = answers;
		this.limit = limit;
		this.free = new Semaphore(limit);
		this.threads = new Semaphore(threads(limit));
	}

	/**
	 * Return how many threads may take answers, where so many calls may await theirs.
	 */
	static int threads(int limit) {
		return (int) Math.min(2L * limit, Integer.MAX_VALUE);
	}

	PidTerm self() {
		return this.processes.caller();
	}

	/**
	 * Call a process, unless as many calls as may be await their answer, or twice as many
	 * do so or have it taken by code that has not returned.
	 * @param link the link to its node
	 * @param name its name
	 * @param request the request
	 * @param timeout the most that the answer may take
	 * @return the answer, or a {@link CallException}; completed by the executor of
	 * answers. Whoever completes it, as by cancelling it, ends the call
	 * @throws io.macula.gossip.MessageTooLargeException if the request is larger than the
	 * link carries
	 */
	CompletableFuture<Term> call(Link link, String name, Term request, Duration timeout) {
		if (!this.free.tryAcquire()) {
			return failed(Reason.TOO_MANY, name, link.name(),
					"%d calls await their answer already".formatted(this.limit));
		}
		if (!this.threads.tryAcquire()) {
			this.free.release();
			return failed(Reason.TOO_MANY, name, link.name(), HELD_UP);
		}
		boolean begun = false;
		try {
			CompletableFuture<Term> answer = new CompletableFuture<>();
			CompletableFuture<Term> arrived = call(link, name, request, timeout, true);
			begun = true;
			arrived.whenComplete((term, failure) -> {
				this.free.release();
				this.answers.run(() -> handAndRelease(answer, term, failure), () -> handAndRelease(answer, null,
						(failure != null) ? failure : exception(Reason.TOO_MANY, name, link.name(), BUSY)));
			});
			answer.whenComplete((term, failure) -> arrived.cancel(false));
			return answer;
		}
		finally {
			if (!begun) {
				this.free.release();
				this.threads.release();
			}
		}
	}

	private void handAndRelease(CompletableFuture<Term> answer, @Nullable Term term, @Nullable Throwable failure) {
		try {
			if (failure != null) {
				answer.completeExceptionally(failure);
			}
			else {
				answer.complete(term);
			}
		}
		finally {
			this.threads.release();
		}
	}

	/**
	 * Call a process however many calls there are and whatever else waits to be sent: for
	 * what this node itself must know.
	 * @param link the link to its node
	 * @param name its name
	 * @param request the request
	 * @param timeout the most that the answer may take
	 * @return the answer, or a {@link CallException}; completed on threads that must not
	 * be held up. Whoever completes it, as by cancelling it, ends the call
	 */
	CompletableFuture<Term> callUnlimited(Link link, String name, Term request, Duration timeout) {
		return call(link, name, request, timeout, false);
	}

	private CompletableFuture<Term> call(Link link, String name, Term request, Duration timeout, boolean bounded) {
		ReferenceTerm reference = this.identifiers.reference();
		byte[] frame = Frames.sendToName(self(), name, GenCall.message(self(), reference, request));
		link.requireFits(frame);
		if (bounded && link.isFullFor(frame)) {
			// Not even its monitor is sent: it would wait as well
			return failed(Reason.QUEUE_FULL, name, link.name(), FULL);
		}
		long nanos = nanos(timeout);
		Call call = new Call(link, name, new CompletableFuture<>());
		this.open.put(reference, call);
		boolean sent = false;
		try {
			Future<?> expiry = this.timer.schedule(
					() -> end(reference, Reason.TIMED_OUT,
							"no answer within %d ms".formatted(TimeUnit.NANOSECONDS.toMillis(nanos))),
					nanos, TimeUnit.NANOSECONDS);
			call.answer().whenComplete((answer, failure) -> {
				expiry.cancel(false);
				abandon(reference);
			});
			sent = (!link.peer().monitorsNames()
					|| link.sendControl(Frames.monitor(self(), AtomTerm.of(name), reference)))
					&& ((bounded) ? link.send(frame) : link.sendControl(frame));
		}
		catch (RejectedExecutionException ex) {
			end(reference, Reason.NODE_DOWN, "this node is stopping");
		}
		finally {
			if (!sent) {
				unsent(link, reference);
			}
		}
		return call.answer();
	}

	/**
	 * A time too long to be counted in nanoseconds is as good as one of 146 years.
	 */
	private static long nanos(Duration timeout) {
		if (timeout.isNegative()) {
			return 0;
		}
		return (timeout.compareTo(LONGEST) < 0) ? timeout.toNanos() : LONGEST.toNanos();
	}

	private void unsent(Link link, ReferenceTerm reference) {
		if (link.isOpen()) {
			end(reference, Reason.QUEUE_FULL, FULL);
		}
		else {
			end(reference, Reason.NODE_DOWN, "the link to it has ended");
		}
	}

	static CompletableFuture<Term> failed(Reason reason, String name, NodeName node, String why) {
		return CompletableFuture.failedFuture(exception(reason, name, node, why));
	}

	/**
	 * Take a message to the process that makes the calls.
	 * @param link the link that it came by
	 * @param message the message
	 */
	void deliver(Link link, Term message) {
		if (message instanceof TupleTerm tuple && tuple.size() == 2
				&& tuple.get(0) instanceof ReferenceTerm reference) {
			Call call = remove(reference, link);
			if (call != null) {
				demonitor(call, reference);
				call.answer().complete(tuple.get(1));
			}
		}
	}

	/**
	 * Take note that a monitored process has ended, or never was.
	 * @param link the link that this came by
	 * @param reference what the process was monitored by
	 * @param reason why it ended
	 */
	void ended(Link link, ReferenceTerm reference, Term reason) {
		Call call = remove(reference, link);
		if (call != null) {
			if (reason.equals(NOPROC)) {
				call.fail(Reason.NO_PROCESS, "no process has that name there");
			}
			else if (reason.equals(Delivery.REQUEST_UNREADABLE)) {
				call.fail(Reason.REQUEST_UNREADABLE, "its handler cannot read the request, as the log there tells");
			}
			else if (reason.equals(Delivery.HANDLER_FAILED)) {
				call.fail(Reason.HANDLER_FAILED, "its handler failed, as the log there tells");
			}
			else {
				call.fail(Reason.PROCESS_ENDED, "it ended: " + reason.toString(REASON_LENGTH));
			}
		}
	}

	/**
	 * End the calls by a link that was closed.
	 * @param link the link
	 * @param reason why it was closed, in words
	 */
	void closed(Link link, String reason) {
		this.open.forEach((reference, call) -> {
			if (call.link() == link) {
				end(reference, Reason.NODE_DOWN, "the link to it has ended: " + reason);
			}
		});
	}

	/**
	 * End a call that nobody wants answered any more. Has no effect on others: they are
	 * taken out before they are completed.
	 */
	private void abandon(ReferenceTerm reference) {
		Call call = this.open.remove(reference);
		if (call != null) {
			demonitor(call, reference);
		}
	}

	private void demonitor(Call call, ReferenceTerm reference) {
		if (call.link().peer().monitorsNames()) {
			call.link().sendControl(Frames.demonitor(self(), AtomTerm.of(call.name()), reference));
		}
	}

	private void end(ReferenceTerm reference, Reason reason, String why) {
		Call call = this.open.remove(reference);
		if (call != null) {
			demonitor(call, reference);
			call.fail(reason, why);
		}
	}

	// Another node cannot answer for the one that was asked
	private @Nullable Call remove(ReferenceTerm reference, Link link) {
		Call call = this.open.get(reference);
		return (call != null && call.link() == link && this.open.remove(reference, call)) ? call : null;
	}

	private static CallException exception(Reason reason, String name, NodeName node, String why) {
		return new CallException(reason, "Call to '%s' on %s has no answer: %s".formatted(name, node, why));
	}

	/**
	 * A call that awaits its answer.
	 *
	 * @param link the link that it was sent by
	 * @param name the name of the process called
	 * @param answer the answer to be
	 */
	private record Call(Link link, String name, CompletableFuture<Term> answer) {

		void fail(Reason reason, String why) {
			this.answer.completeExceptionally(exception(reason, this.name, this.link.name(), why));
		}

	}

}
