package io.macula.gossip.test;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.CallException;
import io.macula.gossip.GossipMessage;
import io.macula.gossip.GossipMessageHandler;
import io.macula.gossip.NodeName;
import io.macula.gossip.UnreadableMessageException;
import io.macula.gossip.distribution.LinkLayer;
import io.macula.gossip.distribution.Message;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.MapTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.etf.TupleTerm;
import org.jspecify.annotations.Nullable;

/**
 * A node that a test has made, with {@link GossipTestNetwork#join}. What it does is done,
 * and the application's listeners have been told, when its methods return; they wait for
 * that for 5 s at most, and not at all where a listener calls them. Thread-safe.
 */
public final class GossipTestNode implements Endpoint {

	private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

	/**
	 * The key under which nodes tell the name of their application.
	 */
	private static final String APPLICATION = "spring.application.name";

	private final GossipTestNetwork network;

	private final NodeName name;

	private final InetAddress address;

	private final @Nullable String application;

	private final Map<String, GossipMessageHandler> handlers = new ConcurrentHashMap<>();

	private final Map<NodeName, Map<String, String>> told = new ConcurrentHashMap<>();

	private final List<GossipMessage> received = new ArrayList<>();

	private final Set<Endpoint> suspecting = new HashSet<>();

	/**
	 * What it does with the message that came last: one is taken at a time.
	 */
	private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

	private volatile Map<String, String> metadata;

	private volatile boolean alive = true;

	private volatile boolean silent;

	GossipTestNode(GossipTestNetwork network, NodeName name, InetAddress address, @Nullable String application,
			Map<String, String> metadata) {
		this.network = network;
		this.name = name;
		this.address = address;
		this.application = application;
		this.metadata = Map.copyOf(metadata);
	}

	@Override
	public NodeName name() {
		return this.name;
	}

	/**
	 * Stop as an application does that is shut down: its links are closed, and in
	 * heartbeat mode it says farewell. It can join again.
	 */
	public void leave() {
		this.alive = false;
		this.silent = true;
		this.network.leave(this);
	}

	/**
	 * Be gone as a host is that loses its power: nothing is closed. Time passes until no
	 * service has a link to it any more.
	 */
	public void vanish() {
		this.alive = false;
		this.silent = true;
		this.network.passUntil(() -> this.network.table().peers(this).isEmpty());
	}

	/**
	 * Fall silent, and answer no probe. Time passes until every service that has a link
	 * to it suspects it; {@link #recover()} ends that.
	 */
	public void suspect() {
		synchronized (this.suspecting) {
			this.suspecting.clear();
		}
		this.alive = false;
		this.silent = true;
		this.network.passUntil(this::isSuspectedByAll);
	}

	/**
	 * Be there again after {@link #suspect()}: announce itself and answer.
	 */
	public void recover() {
		this.alive = true;
		this.silent = false;
		this.network.announce(this);
	}

	/**
	 * Replace what it tells of itself.
	 * @param metadata at most 64 entries of at most 1024 characters
	 */
	public void updateMetadata(Map<String, String> metadata) {
		this.metadata = Map.copyOf(metadata);
		this.network.table().peers(this).forEach(this::tellMetadata);
		this.network.settle();
	}

	/**
	 * Return what a service has told it of itself.
	 * @param service name of the service's node
	 * @return its metadata, empty if it told none
	 */
	public Map<String, String> metadataOf(@Nullable NodeName service) {
		return (service != null) ? this.told.getOrDefault(service, Map.of()) : Map.of();
	}

	/**
	 * Take the messages to a name, and answer calls.
	 * @param process the name
	 * @param handler takes the messages, on a thread of the network
	 */
	public void register(String process, GossipMessageHandler handler) {
		this.handlers.put(process, handler);
	}

	/**
	 * Return what it was sent, whether there is a handler or not.
	 * @return messages and calls, the oldest first
	 */
	public List<GossipMessage> received() {
		synchronized (this.received) {
			return List.copyOf(this.received);
		}
	}

	/**
	 * Send a message to a name that an application has registered.
	 * @param service name of the service's node
	 * @param process the name
	 * @param message the message
	 * @return whether there is a link to the service
	 */
	public boolean send(@Nullable NodeName service, String process, @Nullable Object message) {
		Endpoint peer = peer(service);
		if (peer != null) {
			peer.receive(process, message(Message.Kind.PLAIN, message));
			this.network.settle();
		}
		return peer != null;
	}

	/**
	 * Call a handler that an application has registered.
	 * @param service name of the service's node
	 * @param process the name
	 * @param request the request
	 * @return the answer, or a {@link CallException}
	 */
	public CompletableFuture<@Nullable Object> call(@Nullable NodeName service, String process,
			@Nullable Object request) {
		return call(service, process, request, Object.class);
	}

	/**
	 * Call a handler that an application has registered.
	 * @param <T> the type of the answer
	 * @param service name of the service's node
	 * @param process the name
	 * @param request the request
	 * @param type what the answer is read as
	 * @return the answer, or a {@link CallException}
	 */
	@SuppressWarnings("unchecked")
	public <T> CompletableFuture<@Nullable T> call(@Nullable NodeName service, String process, @Nullable Object request,
			Class<T> type) {
		Endpoint peer = peer(service);
		if (peer == null) {
			return CompletableFuture.failedFuture(new CallException(CallException.Reason.NODE_DOWN,
					"Call to '%s' on '%s' failed: there is no link to it".formatted(process, service)));
		}
		CompletableFuture<Term> answer = peer.receive(process, message(Message.Kind.CALL, request))
			.orTimeout(CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		this.network.settle();
		CompletableFuture<@Nullable T> result = new CompletableFuture<>();
		answer.whenComplete((term, failure) -> {
			if (failure != null) {
				result.completeExceptionally(failure);
				return;
			}
			try {
				result.complete((T) this.network.codec().read(term, type));
			}
			catch (UnreadableMessageException ex) {
				result.completeExceptionally(new CallException(CallException.Reason.ANSWER_UNREADABLE,
						"The answer of '%s' on '%s' cannot be read".formatted(process, service), ex));
			}
		});
		return result;
	}

	@Override
	public boolean isAlive() {
		return this.alive;
	}

	@Override
	public boolean accepts(Endpoint other) {
		return true;
	}

	@Override
	public void linkUp(Endpoint other) {
		tellMetadata(other);
	}

	@Override
	public void linkDown(Endpoint other, String reason) {
		this.told.remove(other.name());
	}

	@Override
	public CompletableFuture<Term> receive(String process, Message message) {
		CompletableFuture<Term> answer = new CompletableFuture<>();
		synchronized (this.received) {
			this.last = this.last.handleAsync((before, failure) -> {
				if (this.alive) {
					handle(process, message, answer);
				}
				return null;
			}, this.network.nodes());
		}
		return answer;
	}

	InetAddress address() {
		return this.address;
	}

	boolean isSilent() {
		return this.silent;
	}

	/**
	 * A service wants to know whether this node is alive.
	 */
	void probed(Endpoint service) {
		synchronized (this.suspecting) {
			this.suspecting.add(service);
		}
	}

	private boolean isSuspectedByAll() {
		List<Endpoint> linked = this.network.table().peers(this);
		synchronized (this.suspecting) {
			return this.suspecting.containsAll(linked);
		}
	}

	private @Nullable Endpoint peer(@Nullable NodeName service) {
		return (service != null && this.alive) ? this.network.table().peer(this, service) : null;
	}

	private Message message(Message.Kind kind, @Nullable Object body) {
		return new Message(this.name, kind, this.network.codec().write(body, true), true);
	}

	private void tellMetadata(Endpoint other) {
		other.receive(LinkLayer.INTRODUCTIONS, new Message(this.name, Message.Kind.PLAIN, metadataTerm(), true));
	}

	private Term metadataTerm() {
		Map<String, String> map = new LinkedHashMap<>(this.metadata);
		if (this.application != null) {
			map.put(APPLICATION, this.application);
		}
		return TupleTerm.of(AtomTerm.of("metadata"), AtomTerm.of(this.name.value()), Term.of(map));
	}

	private void handle(String process, Message message, CompletableFuture<Term> answer) {
		if (process.equals(LinkLayer.INTRODUCTIONS)) {
			handleMetadata(message, answer);
			return;
		}
		boolean call = message.kind() == Message.Kind.CALL;
		GossipMessage taken = this.network.codec().received(message.node(), call, message.body());
		synchronized (this.received) {
			this.received.add(taken);
		}
		GossipMessageHandler handler = this.handlers.get(process);
		if (handler == null) {
			answer.completeExceptionally(new CallException(CallException.Reason.NO_PROCESS,
					"Call to '%s' on '%s' failed: no process has that name".formatted(process, this.name)));
			return;
		}
		try {
			Object value = handler.handle(taken);
			answer.complete(this.network.codec().write((call) ? value : null, message.typed()));
		}
		catch (Exception | Error ex) {
			answer.completeExceptionally(new CallException((ex instanceof UnreadableMessageException)
					? CallException.Reason.REQUEST_UNREADABLE : CallException.Reason.HANDLER_FAILED,
					"The handler failed: " + ex, ex));
		}
	}

	private void handleMetadata(Message message, CompletableFuture<Term> answer) {
		if (message.kind() == Message.Kind.CALL) {
			answer.complete(metadataTerm());
		}
		else if (message.body() instanceof TupleTerm tuple && tuple.size() == 3
				&& tuple.get(2) instanceof MapTerm map) {
			Map<String, String> metadata = new LinkedHashMap<>();
			map.entries()
				.forEach((entry) -> metadata.put(String.valueOf(entry.getKey().toJava()),
						String.valueOf(entry.getValue().toJava())));
			metadata.remove(APPLICATION);
			this.told.put(message.node(), Map.copyOf(metadata));
		}
	}

}
