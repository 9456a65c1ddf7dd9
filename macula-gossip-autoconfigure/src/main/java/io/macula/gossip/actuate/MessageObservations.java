package io.macula.gossip.actuate;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.macula.gossip.CallException;
import io.macula.gossip.GossipMessage;
import io.macula.gossip.NodeName;
import io.macula.gossip.UnreadableMessageException;
import io.macula.gossip.message.MessageObserver;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Observes calls, as {@code macula.gossip.call}, and the handling of messages, as
 * {@code macula.gossip.handle}. Of low cardinality are the {@code cluster}, the
 * {@code handler} and the {@code outcome}, which is {@code success}, the reason of a
 * {@link CallException}, or the like; of high cardinality is the {@code node}.
 * Thread-safe.
 */
public class MessageObservations implements MessageObserver {

	private static final String CALL = "macula.gossip.call";

	private static final String HANDLE = "macula.gossip.handle";

	/**
	 * How many names may be told apart that this node calls, which an application may
	 * make up as it goes.
	 */
	private static final int MOST_NAMES = 100;

	private static final String OTHER_NAME = "other";

	private final ObservationRegistry registry;

	private final Set<String> called = ConcurrentHashMap.newKeySet();

	/**
	 * Create observations.
	 * @param registry takes them
	 */
	public MessageObservations(ObservationRegistry registry) {
		this.registry = registry;
	}

	@Override
	public <T extends @Nullable Object> CompletableFuture<T> call(String cluster, NodeName node, String process,
			Supplier<CompletableFuture<T>> call) {
		Observation observation = start(CALL, cluster, node, bounded(process));
		CompletableFuture<T> answer;
		try {
			answer = call.get();
		}
		catch (RuntimeException | Error ex) {
			stop(observation, "refused", ex);
			throw ex;
		}
		answer.whenComplete((value, failure) -> stop(observation, outcome(failure), failure));
		return answer;
	}

	@Override
	public <T extends @Nullable Object> T handle(String cluster, String process, GossipMessage message,
			Callable<T> handling) throws Exception {
		Observation observation = start(HANDLE, cluster, message.node(), process);
		Throwable failure = null;
		try (Observation.Scope scope = observation.openScope()) {
			return handling.call();
		}
		catch (Exception | Error ex) {
			failure = ex;
			throw ex;
		}
		finally {
			stop(observation, outcome(failure), failure);
		}
	}

	private Observation start(String name, String cluster, NodeName node, String handler) {
		return Observation.createNotStarted(name, this.registry)
			.contextualName(name + " " + handler)
			.lowCardinalityKeyValue("cluster", cluster)
			.lowCardinalityKeyValue("handler", handler)
			.highCardinalityKeyValue("node", node.value())
			.start();
	}

	private static void stop(Observation observation, String outcome, @Nullable Throwable failure) {
		observation.lowCardinalityKeyValue("outcome", outcome);
		if (failure != null) {
			observation.error(failure);
		}
		observation.stop();
	}

	private static String outcome(@Nullable Throwable failure) {
		if (failure == null) {
			return "success";
		}
		if (failure instanceof CallException ex) {
			return lowerCase(ex.getReason());
		}
		if (failure instanceof UnreadableMessageException) {
			return lowerCase(CallException.Reason.REQUEST_UNREADABLE);
		}
		return (failure instanceof CancellationException) ? "cancelled" : "error";
	}

	private static String lowerCase(CallException.Reason reason) {
		return reason.name().toLowerCase(Locale.ROOT);
	}

	private String bounded(String process) {
		if (this.called.contains(process)) {
			return process;
		}
		return (this.called.size() < MOST_NAMES && this.called.add(process)) ? process : OTHER_NAME;
	}

}
