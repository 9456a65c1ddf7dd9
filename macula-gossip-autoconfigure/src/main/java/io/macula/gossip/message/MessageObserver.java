package io.macula.gossip.message;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.macula.gossip.GossipMessage;
import io.macula.gossip.NodeName;
import org.jspecify.annotations.Nullable;

/**
 * Stands around calls and the handling of messages, to measure and trace them.
 * Thread-safe.
 */
public interface MessageObserver {

	/**
	 * One that does nothing.
	 */
	MessageObserver NONE = new MessageObserver() {
	};

	/**
	 * Make a call.
	 * @param <T> the type of the answer
	 * @param cluster the cluster of this node
	 * @param node the node that is called
	 * @param process the name that is called there
	 * @param call makes the call
	 * @return what the call returned
	 */
	default <T extends @Nullable Object> CompletableFuture<T> call(String cluster, NodeName node, String process,
			Supplier<CompletableFuture<T>> call) {
		return call.get();
	}

	/**
	 * Have a message handled.
	 * @param <T> the type of the answer
	 * @param cluster the cluster of this node
	 * @param process the registered name that it is for
	 * @param message the message
	 * @param handling handles it
	 * @return what the handling returned
	 * @throws Exception what the handling threw
	 */
	default <T extends @Nullable Object> T handle(String cluster, String process, GossipMessage message,
			Callable<T> handling) throws Exception {
		return handling.call();
	}

}
