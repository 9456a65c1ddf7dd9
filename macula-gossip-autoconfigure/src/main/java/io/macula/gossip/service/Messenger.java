package io.macula.gossip.service;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.macula.gossip.GossipMessage;
import io.macula.gossip.GossipMessageHandler;
import io.macula.gossip.GossipMessenger;
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
		return links.call(node, process, term, timeout).thenApply(Term::toJava);
	}

	@Override
	public synchronized void register(String process, GossipMessageHandler handler) {
		if (Metadata.PROCESS.equals(process) || this.handlers.putIfAbsent(process, handler) != null) {
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
		this.links = links;
		this.handlers.forEach((process, handler) -> register(links, process, handler));
	}

	/**
	 * Use the links of the session no more.
	 */
	synchronized void detach() {
		this.links = null;
	}

	private static void register(LinkLayer links, String process, GossipMessageHandler handler) {
		links.register(process, (message) -> Term.of(handler
			.handle(new GossipMessage(message.node(), message.kind() == Message.Kind.CALL, message.body().toJava()))));
	}

}
