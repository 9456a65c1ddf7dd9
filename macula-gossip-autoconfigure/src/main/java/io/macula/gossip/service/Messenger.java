package io.macula.gossip.service;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.macula.gossip.GossipMessage;
import io.macula.gossip.GossipMessageHandler;
import io.macula.gossip.GossipMessenger;
import io.macula.gossip.MessageStatistics;
import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.LinkLayer;
import io.macula.gossip.distribution.Message;
import io.macula.gossip.etf.Term;
import org.jspecify.annotations.Nullable;

/**
 * Sends over the links of whatever session is running, and keeps the handlers from one to
 * the next. Thread-safe.
 */
final class Messenger implements GossipMessenger {

	private final Map<String, GossipMessageHandler> handlers = new HashMap<>();

	private volatile @Nullable LinkLayer links;

	/**
	 * The last links there were, which may still drop what comes while they close.
	 */
	private @Nullable LinkLayer last;

	private long droppedBefore;

	@Override
	public boolean send(NodeName node, String process, @Nullable Object message) {
		Term term = Term.of(message);
		LinkLayer links = this.links;
		return links != null && links.send(node, process, term);
	}

	@Override
	public boolean send(NodeName node, String process, @Nullable Object message, Duration timeout)
			throws InterruptedException {
		Term term = Term.of(message);
		LinkLayer links = this.links;
		return links != null && links.send(node, process, term, timeout);
	}

	@Override
	public CompletableFuture<@Nullable Object> call(NodeName node, String process, @Nullable Object request,
			Duration timeout) {
		Term term = Term.of(request);
		LinkLayer links = this.links;
		if (links == null) {
			return CompletableFuture.failedFuture(new IllegalStateException(
					"There are no links: the service is not running, or its connection mode is not distribution"));
		}
		CompletableFuture<Term> answer = links.call(node, process, term, timeout);
		CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
		answer.whenComplete((value, failure) -> complete(result, value, failure));
		// Who cancels it ends the call
		result.whenComplete((value, failure) -> answer.cancel(false));
		return result;
	}

	private static void complete(CompletableFuture<@Nullable Object> result, @Nullable Term answer,
			@Nullable Throwable failure) {
		if (answer == null) {
			result.completeExceptionally((failure != null) ? failure : new IllegalStateException("no answer"));
			return;
		}
		try {
			result.complete(answer.toJava());
		}
		catch (RuntimeException | Error ex) {
			result.completeExceptionally(ex);
		}
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

	private static void register(LinkLayer links, String process, GossipMessageHandler handler) {
		links.register(process, (message) -> Term.of(handler
			.handle(new GossipMessage(message.node(), message.kind() == Message.Kind.CALL, message.body().toJava()))));
	}

}
