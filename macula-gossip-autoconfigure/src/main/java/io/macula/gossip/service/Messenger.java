package io.macula.gossip.service;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.macula.gossip.CallException;
import io.macula.gossip.GossipMessage;
import io.macula.gossip.GossipMessageHandler;
import io.macula.gossip.GossipMessenger;
import io.macula.gossip.MessageStatistics;
import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.LinkLayer;
import io.macula.gossip.distribution.Message;
import io.macula.gossip.distribution.Payload;
import io.macula.gossip.etf.Term;
import io.macula.gossip.message.MessageCodec;
import io.macula.gossip.message.MessageObserver;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

/**
 * Sends over the links of whatever session is running, and keeps the handlers from one to
 * the next. Thread-safe.
 */
final class Messenger implements GossipMessenger {

	private final String cluster;

	private final MessageCodec codec;

	private final MessageObserver observer;

	private final Map<String, GossipMessageHandler> handlers = new HashMap<>();

	private volatile @Nullable LinkLayer links;

	/**
	 * The last links there were, which may still drop what comes while they close.
	 */
	private @Nullable LinkLayer last;

	private long droppedBefore;

	Messenger(String cluster, MessageCodec codec, MessageObserver observer) {
		this.cluster = cluster;
		this.codec = codec;
		this.observer = observer;
	}

	@Override
	public boolean send(NodeName node, String process, @Nullable Object message) {
		LinkLayer links = this.links;
		return links != null && links.send(node, process, payload(process, message));
	}

	@Override
	public boolean send(NodeName node, String process, @Nullable Object message, Duration timeout)
			throws InterruptedException {
		LinkLayer links = this.links;
		return links != null && links.send(node, process, payload(process, message), timeout);
	}

	/**
	 * Make a message for whatever node it goes to. What a node tells of itself is asked
	 * for in plain terms, by JVM and BEAM nodes alike.
	 */
	private Payload payload(String process, @Nullable Object message) {
		boolean plain = LinkLayer.INTRODUCTIONS.equals(process);
		return (typed) -> this.codec.write(message, typed && !plain);
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> CompletableFuture<@Nullable T> call(NodeName node, String process, @Nullable Object request,
			ParameterizedTypeReference<T> type, Duration timeout) {
		return this.observer.call(this.cluster, node, process,
				() -> (CompletableFuture<@Nullable T>) callUnobserved(node, process, request, type.getType(), timeout));
	}

	private CompletableFuture<@Nullable Object> callUnobserved(NodeName node, String process, @Nullable Object request,
			Type type, Duration timeout) {
		LinkLayer links = this.links;
		if (links == null) {
			return CompletableFuture.failedFuture(failure(CallException.Reason.NOT_RUNNING, node, process,
					"there are no links: the service is not running, or its connection mode is not distribution",
					null));
		}
		CompletableFuture<Term> answer = links.call(node, process, payload(process, request), timeout);
		CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
		answer.whenComplete((value, failure) -> {
			if (failure != null) {
				result.completeExceptionally(failure);
				return;
			}
			try {
				result.complete(this.codec.read(value, type));
			}
			catch (RuntimeException | Error ex) {
				result.completeExceptionally(failure(CallException.Reason.ANSWER_UNREADABLE, node, process,
						"what it answered cannot be read here: " + ex.getMessage(), ex));
			}
		});
		// Who cancels it ends the call
		result.whenComplete((value, failure) -> answer.cancel(false));
		return result;
	}

	private static CallException failure(CallException.Reason reason, NodeName node, String process, String why,
			@Nullable Throwable cause) {
		return new CallException(reason, "Call to '%s' on %s has no answer: %s".formatted(process, node, why), cause);
	}

	@Override
	public synchronized void register(String process, GossipMessageHandler handler) {
		if (LinkLayer.INTRODUCTIONS.equals(process) || this.handlers.putIfAbsent(process, handler) != null) {
			throw new IllegalArgumentException(
					"The name '" + process + "' is taken: unregister it first or use another");
		}
		LinkLayer links = this.links;
		if (links != null) {
			register(links, process, handler);
		}
	}

	@Override
	public synchronized void unregister(String process) {
		this.handlers.remove(process);
		LinkLayer links = this.links;
		if (links != null) {
			links.unregister(process);
		}
	}

	/**
	 * Use the links of a new session, and give them the handlers.
	 */
	synchronized void attach(LinkLayer links) {
		this.droppedBefore = statistics().dropped();
		this.last = links;
		this.links = links;
		this.handlers.forEach((process, handler) -> register(links, process, handler));
	}

	/**
	 * Use the links of the session no more.
	 */
	synchronized void detach() {
		this.links = null;
	}

	synchronized MessageStatistics statistics() {
		LinkLayer last = this.last;
		return new MessageStatistics(this.droppedBefore + ((last != null) ? last.droppedMessages() : 0));
	}

	private void register(LinkLayer links, String process, GossipMessageHandler handler) {
		links.register(process, (message) -> {
			GossipMessage taken = this.codec.received(message.node(), message.kind() == Message.Kind.CALL,
					message.body());
			return this.observer.handle(this.cluster, process, taken, () -> {
				Object answer = handler.handle(taken);
				// Nobody awaits one to a message, so it may be what cannot be sent
				return this.codec.write((taken.call()) ? answer : null, message.typed());
			});
		});
	}

}
