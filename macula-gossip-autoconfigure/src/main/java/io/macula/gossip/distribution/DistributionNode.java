package io.macula.gossip.distribution;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.macula.gossip.CallException;
import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.epmd.EpmdNode;
import io.macula.gossip.distribution.epmd.EpmdRegistrar;
import io.macula.gossip.distribution.handshake.Challenges;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.Term;
import org.jspecify.annotations.Nullable;

/**
 * A node among Erlang nodes: listens, registers with EPMD, links to others and answers
 * what they may ask of a member. From {@link #start()} to {@link #close()}, once. Safe
 * for use by several threads; only {@code start} and {@code close} wait for anything.
 * <p>
 * Source: ERTS User's Guide, chapter "Distribution Protocol".
 */
public final class DistributionNode implements LinkLayer {

	private final DistributionSettings settings;

	private final LinkSockets sockets;

	private final LinkThreads threads;

	private final ScheduledThreadPoolExecutor timer;

	private final Incarnation incarnation = new Incarnation();

	private final RegisteredProcesses processes;

	private final AnswerThreads answers;

	private final Calls calls;

	private final Prober prober;

	private final Identifiers identifiers;

	private final DroppedMessages drops;

	private final ListenerThread listener;

	private final LinkTable table;

	private final IncomingMessages incoming;

	private final Dialer dialer;

	private final Admission admission;

	private final AtomicReference<State> state = new AtomicReference<>(State.NEW);

	private volatile @Nullable LinkAcceptor acceptor;

	private volatile @Nullable EpmdRegistrar registrar;

	/**
	 * Create a node. Nothing happens yet.
	 * @param settings how it links
	 * @param listener hears of its links
	 */
	public DistributionNode(DistributionSettings settings, DistributionListener listener) {
		this(settings, listener, LinkSockets.SYSTEM);
	}

	DistributionNode(DistributionSettings settings, DistributionListener listener, LinkSockets sockets) {
		this.settings = settings;
		this.sockets = sockets;
		this.threads = settings.threads();
		this.timer = new ScheduledThreadPoolExecutor(1,
				(task) -> this.threads.create("gossip-timer-" + settings.name(), task));
		this.timer.setRemoveOnCancelPolicy(true);
		this.listener = new ListenerThread(listener);
		this.drops = new DroppedMessages(this.listener);
		this.identifiers = new Identifiers(settings.name(), this.incarnation);
		this.processes = new RegisteredProcesses(this.identifiers);
		this.answers = new AnswerThreads(this.threads, "gossip-answers-" + settings.name(),
				Calls.threads(settings.limits().calls()));
		this.calls = new Calls(this.identifiers, this.processes, this.timer, this.answers, settings.limits().calls());
		this.prober = new Prober(this.calls, this.identifiers);
		this.table = new LinkTable(settings.name(), settings.limits().links(), this.listener, System::nanoTime);
		OversizedMessages oversized = new OversizedMessages(this.drops);
		ControlMessageHandler handler = new ControlMessageHandler(settings.limits().frameBytes(), this.processes,
				this.calls, new Delivery(this.identifiers, this.table::introduce), oversized);
		this.incoming = new IncomingMessages(LinkMemory.of(settings.limits()), handler, oversized, this.table,
				this.calls);
		Challenges challenges = new Challenges();
		this.dialer = new Dialer(settings, this.incarnation, this.table,
				new Connector(settings, sockets, this.table, this.incoming, this.timer, challenges), this.timer);
		this.admission = new Admission(settings, this.incarnation, this.table, this.prober, this.incoming, this.timer,
				this.listener, challenges);
	}

	/**
	 * Listen, and begin to register with EPMD. Returns as soon as the port is bound.
	 * @throws IOException if the port cannot be bound
	 * @throws IllegalStateException if this was started or closed before
	 */
	@Override
	public void start() throws IOException {
		if (!this.state.compareAndSet(State.NEW, State.STARTED)) {
			throw new IllegalStateException(
					"Node '%s' was started or closed before: create another".formatted(this.settings.name()));
		}
		LinkAcceptor acceptor = LinkAcceptor.open(this.settings, this.sockets, this.threads, this.admission::admit);
		this.acceptor = acceptor;
		this.answers.start();
		this.threads.create("gossip-warm-up-" + this.settings.name(), this::warmUp).start();
		this.listener.start(this.threads, "gossip-links-" + this.settings.name());
		RegistrationEvents registration = new RegistrationEvents(this.incarnation, this.listener);
		if (this.sockets.areReachable()) {
			register(acceptor.port(), registration);
		}
		else {
			registration.registered(Incarnation.random());
		}
		acceptor.start();
	}

	private void register(int port, RegistrationEvents registration) {
		EpmdRegistrar registrar = new EpmdRegistrar(
				new EpmdNode(this.settings.name().localPart(), port, this.settings.links().isHidden()),
				this.settings.epmd(), (task) -> this.threads.create("gossip-epmd-" + this.settings.name(), task),
				registration);
		this.registrar = registrar;
		registrar.start();
	}

	@Override
	public int port() {
		LinkAcceptor acceptor = this.acceptor;
		return (acceptor != null && this.state.get() == State.STARTED) ? acceptor.port() : 0;
	}

	@Override
	public long incarnation() {
		return this.incarnation.get();
	}

	@Override
	public void connect(NodeName node, @Nullable Destination destination) {
		this.dialer.connect(node, destination);
	}

	/**
	 * Close the link to a node, if there is one. The other node sees it at once, though
	 * this one may not hear from it any more.
	 * @param node the node
	 * @param reason why, in words, for the listener
	 */
	@Override
	public void disconnect(NodeName node, String reason) {
		Link link = this.table.link(node);
		if (link != null) {
			link.abort(reason);
		}
	}

	/**
	 * Ask a linked node for a sign of life. The listener hears of the answer, if one
	 * comes within the tick time.
	 * @param node the node
	 * @return whether there is a link to it
	 */
	@Override
	public boolean probe(NodeName node) {
		Link link = this.table.link(node);
		if (link == null) {
			return false;
		}
		this.prober.probe(link, this.settings.links().getTickTime()).thenAccept((alive) -> {
			if (alive) {
				this.listener.tell((listener) -> listener.probeAnswered(node));
			}
		});
		return true;
	}

	/**
	 * Send a message to a process by its name. As in Erlang, nobody tells whether it
	 * arrived or whether there is such a process.
	 * @param node the node
	 * @param name the name of the process, 1 to 255 characters
	 * @param message the message
	 */
	@Override
	public boolean send(NodeName node, String name, Payload message) {
		Link link = this.table.link(node);
		return link != null && link.send(frame(link, name, message));
	}

	@Override
	public boolean send(NodeName node, String name, Payload message, Duration timeout) throws InterruptedException {
		Link link = this.table.link(node);
		return link != null && link.send(frame(link, name, message), TimeUnit.NANOSECONDS.convert(timeout));
	}

	private byte[] frame(Link link, String name, Payload message) {
		return Frames.sendToName(this.processes.caller(), name, message.as(link.peer().takesTypes()));
	}

	@Override
	public void tell(NodeName node, String name, Term state) {
		Link link = this.table.link(node);
		if (link != null) {
			link.sendState(name, Frames.sendToName(this.processes.caller(), name, state));
		}
	}

	/**
	 * Call a {@code gen_server} by its name and await the answer.
	 * @param node the node
	 * @param name the name of the process, 1 to 255 characters
	 * @param request the request
	 * @param timeout the most that the answer may take
	 * @return the answer, or a {@link CallException}, at once where there is no link or
	 * no such process. Completed on a thread that waits for no handler and for no other
	 * answer; whoever cancels it ends the call
	 */
	@Override
	public CompletableFuture<Term> call(NodeName node, String name, Payload request, Duration timeout) {
		Link link = this.table.link(node);
		return (link != null) ? this.calls.call(link, name, request.as(link.peer().takesTypes()), timeout)
				: Calls.failed(CallException.Reason.NODE_DOWN, name, node, "there is no link to it");
	}

	/**
	 * Give a process here a name, so that other nodes can send it messages.
	 * @param name the name, 1 to 255 characters
	 * @param handler takes the messages
	 * @throws IllegalArgumentException if the name is taken
	 */
	@Override
	public void register(String name, MessageHandler handler) {
		this.processes.add(new Mailbox(name, this.identifiers.nextProcess(), handler, this.settings.handlers(),
				this.settings.limits().mailbox(), this.drops));
	}

	/**
	 * End the process of a name. Those that monitor it are told.
	 * @param name the name
	 */
	@Override
	public void unregister(String name) {
		Mailbox mailbox = this.processes.remove(name);
		if (mailbox != null) {
			for (Link link : this.table.links()) {
				// Behind the answers that it gave, where there is room
				link.watches().end(mailbox.process(), AtomTerm.of("normal")).forEach((frame) -> tellOfEnd(link, frame));
			}
			mailbox.tellDropped();
		}
	}

	@Override
	public long droppedMessages() {
		return this.drops.total();
	}

	@Override
	public long droppedHandshakes() {
		LinkAcceptor acceptor = this.acceptor;
		return (acceptor != null) ? acceptor.droppedHandshakes() : 0;
	}

	private static void tellOfEnd(Link link, byte[] frame) {
		if (!link.sendAnswer(frame)) {
			link.sendControl(frame);
		}
	}

	/**
	 * Return the links that stand, as the listener was told.
	 * @return the links
	 */
	@Override
	public List<NodeLink> links() {
		return this.table.links().stream().map(NodeLink::of).toList();
	}

	/**
	 * Return what takes the messages of other nodes.
	 * @return the messages
	 */
	IncomingMessages incoming() {
		return this.incoming;
	}

	/**
	 * Close all links, so that the other nodes see it at once, leave EPMD and end all
	 * threads. The listener hears of each link's end, and nothing after this returns,
	 * which takes some seconds at most. Has no effect the second time.
	 */
	@Override
	public void close() {
		State before = this.state.getAndSet(State.CLOSED);
		if (before == State.CLOSED) {
			return;
		}
		if (this.acceptor != null) {
			this.acceptor.close();
		}
		this.table.close().forEach((link) -> link.close("this node has left"));
		this.dialer.close();
		if (this.registrar != null) {
			this.registrar.close();
		}
		this.timer.shutdownNow();
		this.answers.close();
		this.processes.tellDropped();
		this.listener.close();
	}

	/**
	 * Have what the first handshake of a process needs loaded while EPMD is asked:
	 * digests and secure random numbers cost tens of milliseconds at their first use.
	 */
	private void warmUp() {
		this.settings.cookies().proven().get(0).digest(new SecureRandom().nextInt());
	}

	/**
	 * What has become of a node.
	 */
	private enum State {

		NEW, STARTED, CLOSED

	}

}
