package io.macula.gossip.test;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.CallException;
import io.macula.gossip.NodeName;
import io.macula.gossip.UnreadableMessageException;
import io.macula.gossip.distribution.Destination;
import io.macula.gossip.distribution.DistributionListener;
import io.macula.gossip.distribution.DistributionSettings;
import io.macula.gossip.distribution.LinkLayer;
import io.macula.gossip.distribution.Message;
import io.macula.gossip.distribution.MessageHandler;
import io.macula.gossip.distribution.NodeLink;
import io.macula.gossip.distribution.Payload;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.Term;
import org.jspecify.annotations.Nullable;

/**
 * The links of one service. Thread-safe.
 */
final class MemoryLinks implements LinkLayer, Endpoint {

	private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);

	private final LinkTable table;

	private final DistributionSettings settings;

	private final DistributionListener listener;

	private final Executor handlers;

	private final Map<String, Mailbox> mailboxes = new ConcurrentHashMap<>();

	private volatile boolean alive;

	MemoryLinks(LinkTable table, DistributionSettings settings, DistributionListener listener, Executor handlers) {
		this.table = table;
		this.settings = settings;
		this.listener = listener;
		this.handlers = handlers;
	}

	@Override
	public NodeName name() {
		return this.settings.name();
	}

	@Override
	public boolean isAlive() {
		return this.alive;
	}

	@Override
	public boolean accepts(Endpoint other) {
		return !(other instanceof MemoryLinks links) || this.settings.cookies()
			.accepted()
			.stream()
			.anyMatch((cookie) -> links.settings.cookies().proven().contains(cookie));
	}

	@Override
	public void start() {
		this.alive = true;
		this.table.add(this, this.listener::registered);
	}

	@Override
	public int port() {
		return 0;
	}

	@Override
	public long incarnation() {
		return 1;
	}

	@Override
	public void connect(NodeName node, @Nullable Destination destination) {
		this.table.connect(this, node, (reason) -> this.listener.connectFailed(node, reason));
	}

	@Override
	public void disconnect(NodeName node, String reason) {
		this.table.unlink(this, node, reason, "the other node closed the link");
	}

	@Override
	public boolean probe(NodeName node) {
		return this.table.probe(this, node, () -> this.listener.probeAnswered(node));
	}

	@Override
	public boolean send(NodeName node, String name, Payload message) {
		Endpoint peer = this.table.peer(this, node);
		if (peer == null) {
			return false;
		}
		peer.receive(name, new Message(name(), Message.Kind.PLAIN, message.as(true), true));
		return true;
	}

	@Override
	public boolean send(NodeName node, String name, Payload message, Duration timeout) {
		return send(node, name, message);
	}

	@Override
	public void tell(NodeName node, String name, Term state) {
		send(node, name, state);
	}

	@Override
	public CompletableFuture<Term> call(NodeName node, String name, Payload request, Duration timeout) {
		Endpoint peer = this.table.peer(this, node);
		if (peer == null) {
			return CompletableFuture.failedFuture(new CallException(CallException.Reason.NODE_DOWN,
					"Call to '%s' on '%s' failed: there is no link to it".formatted(name, node)));
		}
		CompletableFuture<Term> answer = peer.receive(name,
				new Message(name(), Message.Kind.CALL, request.as(true), true));
		Duration limit = (timeout.compareTo(LONGEST_TIMEOUT) < 0) ? timeout : LONGEST_TIMEOUT;
		CompletableFuture.delayedExecutor(limit.toNanos(), TimeUnit.NANOSECONDS)
			.execute(() -> answer.completeExceptionally(new CallException(CallException.Reason.TIMED_OUT,
					"Call to '%s' on '%s' failed: no answer within %s".formatted(name, node, timeout))));
		return answer;
	}

	@Override
	public void register(String name, MessageHandler handler) {
		if (this.mailboxes.putIfAbsent(name, new Mailbox(handler, this.handlers)) != null) {
			throw new IllegalArgumentException("The name '" + name + "' is taken");
		}
	}

	@Override
	public void unregister(String name) {
		this.mailboxes.remove(name);
	}

	@Override
	public long droppedMessages() {
		return 0;
	}

	@Override
	public long droppedHandshakes() {
		return 0;
	}

	@Override
	public List<NodeLink> links() {
		return this.table.peers(this).stream().map((peer) -> link(peer.name(), GossipTestNetwork.LOOPBACK)).toList();
	}

	@Override
	public void close() {
		this.alive = false;
		this.table.remove(this, "this node has left");
	}

	@Override
	public void linkUp(Endpoint other) {
		InetAddress address = (other instanceof GossipTestNode node) ? node.address() : GossipTestNetwork.LOOPBACK;
		this.listener.linkUp(link(other.name(), address));
	}

	private NodeLink link(NodeName peer, InetAddress address) {
		return new NodeLink(peer, 1, address, true, true, this.settings.cookies().proven().get(0));
	}

	@Override
	public void linkDown(Endpoint other, String reason) {
		this.listener.linkDown(other.name(), reason);
	}

	@Override
	public CompletableFuture<Term> receive(String process, Message message) {
		if (process.equals(INTRODUCTIONS) && message.kind() != Message.Kind.CALL) {
			this.table.introduce(this, message.node(), () -> this.listener.introduced(message.node(), message.body()));
			return CompletableFuture.completedFuture(AtomTerm.UNDEFINED);
		}
		Mailbox mailbox = this.mailboxes.get(process);
		return (mailbox != null) ? mailbox.put(message)
				: CompletableFuture.failedFuture(new CallException(CallException.Reason.NO_PROCESS,
						"Call to '%s' on '%s' failed: no process has that name".formatted(process, name())));
	}

	/**
	 * Has one handler take one message at a time.
	 */
	private static final class Mailbox {

		private final MessageHandler handler;

		private final Executor executor;

		private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

		private Mailbox(MessageHandler handler, Executor executor) {
			this.handler = handler;
			this.executor = executor;
		}

		private synchronized CompletableFuture<Term> put(Message message) {
			CompletableFuture<Term> answer = new CompletableFuture<>();
			this.last = this.last.handleAsync((before, failure) -> {
				handle(message, answer);
				return null;
			}, this.executor);
			return answer;
		}

		private void handle(Message message, CompletableFuture<Term> answer) {
			try {
				Term term = this.handler.handle(message);
				answer.complete((term != null) ? term : AtomTerm.UNDEFINED);
			}
			catch (Exception | Error ex) {
				answer.completeExceptionally(new CallException((ex instanceof UnreadableMessageException)
						? CallException.Reason.REQUEST_UNREADABLE : CallException.Reason.HANDLER_FAILED,
						"The handler failed: " + ex, ex));
			}
		}

	}

}
