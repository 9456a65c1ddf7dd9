package io.macula.gossip.distribution;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.macula.gossip.CallException;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.etf.TupleTerm;
import org.jspecify.annotations.Nullable;

/**
 * Asks nodes for a sign of life: by the call {@code is_auth} to {@code net_kernel}, as
 * {@code net_adm:ping} does, which JVM and BEAM nodes answer alike. Whatever else comes
 * will do: the answer of a node that is busy sending waits behind what it sends. Those
 * that have not agreed to such calls are asked nothing: their ticks keep their links, or
 * do not.
 */
final class Prober {

	/**
	 * How long a link gets to show that it is alive while a newcomer of the same name
	 * waits.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private static final AtomTerm YES = AtomTerm.of("yes");

	private final Calls calls;

	private final Identifiers identifiers;

	Prober(Calls calls, Identifiers identifiers) {
		this.calls = calls;
		this.identifiers = identifiers;
	}

	/**
	 * Ask a node.
	 * @param link the link to it
	 * @param timeout how long to wait for the answer
	 * @return whether it answered as a live node does, gave another sign of life before,
	 * or cannot be asked and has its link; completed on threads that must not be held up
	 */
	CompletableFuture<Boolean> probe(Link link, Duration timeout) {
		if (!link.peer().monitorsNames()) {
			return CompletableFuture.completedFuture(link.isOpen());
		}
		Term request = TupleTerm.of(AtomTerm.of("is_auth"), this.identifiers.node());
		CompletableFuture<Boolean> alive = link.life().next().thenApply((sign) -> true);
		this.calls.callUnlimited(link, RegisteredProcesses.NET_KERNEL, request, timeout)
			.whenComplete((answer, failure) -> alive.complete(YES.equals(answer) || isSignOfLife(failure)));
		return alive;
	}

	/**
	 * Who says that there is no such process is there to say so.
	 */
	private static boolean isSignOfLife(@Nullable Throwable failure) {
		return failure instanceof CallException ex && ex.getSide() == CallException.Side.THERE;
	}

	/**
	 * Ask a node and wait for the answer, a second at most.
	 * @param link the link to it
	 * @return whether it answered
	 */
	boolean isAlive(Link link) throws InterruptedException {
		try {
			return probe(link, PATIENCE).get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
