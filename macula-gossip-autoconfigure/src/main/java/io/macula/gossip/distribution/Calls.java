package io.macula.gossip.distribution;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;

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
 * The calls of this node that await their answer. Each monitors the process it calls, so
 * that it ends at once when there is no such process. Safe for use by several threads.
 */
final class Calls {

	private static final AtomTerm NOPROC = AtomTerm.of("noproc");

	private final Map<ReferenceTerm, Call> open = new ConcurrentHashMap<>();

	private final Identifiers identifiers;

	private final RegisteredProcesses processes;

	private final ScheduledExecutorService timer;

	private final int limit;

	Calls(Identifiers identifiers, RegisteredProcesses processes, ScheduledExecutorService timer, int limit) {
		this.identifiers = identifiers;
		this.processes = processes;
		this.timer = timer;
		this.limit = limit;
	}

	PidTerm self() {
		return this.processes.caller();
	}

	/**
	 * Call a process.
	 * @param link the link to its node
	 * @param name its name
	 * @param request the request
	 * @param timeout the most that the answer may take
	 * @return the answer, or a {@link CallException}; completed on threads that must not
	 * be held up
	 * @throws io.macula.gossip.MessageTooLargeException if the request is larger than the
	 * link carries
	 */
	CompletableFuture<Term> call(Link link, String name, Term request, Duration timeout) {
		if (this.open.size() >= this.limit) {
			return failed(Reason.TOO_MANY, name, link.name(),
					"%d calls await their answer already".formatted(this.limit));
		}
		return call(link, name, request, timeout, Link::send);
	}

	/**
	 * Call a process however many calls there are and whatever else waits to be sent: for
	 * what this node itself must know.
	 * @param link the link to its node
	 * @param name its name
	 * @param request the request
	 * @param timeout the most that the answer may take
	 * @return the answer, or a {@link CallException}; completed on threads that must not
	 * be held up
	 */
	CompletableFuture<Term> callUnlimited(Link link, String name, Term request, Duration timeout) {
		return call(link, name, request, timeout, Link::sendControl);
	}

	private CompletableFuture<Term> call(Link link, String name, Term request, Duration timeout,
			BiPredicate<Link, byte[]> lane) {
		ReferenceTerm reference = this.identifiers.reference();
		byte[] frame = Frames.sendToName(self(), name, GenCall.message(self(), reference, request));
		link.requireFits(frame);
		Call call = new Call(link, name, new CompletableFuture<>());
		this.open.put(reference, call);
		try {
			Future<?> expiry = this.timer.schedule(() -> expire(reference, timeout), timeout.toNanos(),
					TimeUnit.NANOSECONDS);
			call.answer().whenComplete((answer, failure) -> expiry.cancel(false));
		}
		catch (RejectedExecutionException ex) {
			end(reference, Reason.NODE_DOWN, "this node is stopping");
		}
		link.sendControl(Frames.monitor(self(), AtomTerm.of(name), reference));
		if (!lane.test(link, frame)) {
			end(reference, (link.isOpen()) ? Reason.QUEUE_FULL : Reason.NODE_DOWN,
					(link.isOpen()) ? "too much waits to be sent to it already" : "the link to it has ended");
			link.sendControl(Frames.demonitor(self(), AtomTerm.of(name), reference));
		}
		return call.answer();
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
				link.sendControl(Frames.demonitor(self(), AtomTerm.of(call.name()), reference));
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
			boolean missing = reason.equals(NOPROC);
			call.fail((missing) ? Reason.NO_PROCESS : Reason.PROCESS_ENDED,
					(missing) ? "no process has that name there" : "it ended: " + reason);
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

	private void expire(ReferenceTerm reference, Duration timeout) {
		Call call = this.open.get(reference);
		if (call != null) {
			call.link().sendControl(Frames.demonitor(self(), AtomTerm.of(call.name()), reference));
			end(reference, Reason.TIMED_OUT, "no answer within %d ms".formatted(timeout.toMillis()));
		}
	}

	private void end(ReferenceTerm reference, Reason reason, String why) {
		Call call = this.open.remove(reference);
		if (call != null) {
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
