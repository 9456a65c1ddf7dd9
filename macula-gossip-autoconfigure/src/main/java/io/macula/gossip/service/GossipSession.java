package io.macula.gossip.service;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.GossipInterface;
import io.macula.gossip.GossipNode;
import io.macula.gossip.GossipRefusal;
import io.macula.gossip.NodeDiscoveredEvent;
import io.macula.gossip.NodeDownEvent;
import io.macula.gossip.NodeDownReason;
import io.macula.gossip.NodeMetadataEvent;
import io.macula.gossip.NodeName;
import io.macula.gossip.NodeUpEvent;
import io.macula.gossip.distribution.DistributionListener;
import io.macula.gossip.distribution.NodeLink;
import io.macula.gossip.distribution.handshake.HandshakeException;
import io.macula.gossip.etf.Term;
import io.macula.gossip.membership.Introduction;
import io.macula.gossip.membership.Member;
import io.macula.gossip.membership.Membership;
import io.macula.gossip.multicast.AnnouncementChannel;
import io.macula.gossip.multicast.InterfaceBinding;
import io.macula.gossip.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * One life under one name: puts what sockets and links bring into the loop, and carries
 * out what comes of it.
 */
final class GossipSession implements DistributionListener, GossipLoop.Owner {

	/**
	 * How long the first announcement waits for EPMD, without which the others could not
	 * connect.
	 */
	private static final long REGISTRATION_NANOS = Duration.ofMillis(500).toNanos();

	private final String cluster;

	private final Duration interval;

	private final Announcer announcer;

	private final ReceivingThread receiver;

	private final Reporting reporting;

	private final Transport transport;

	private final Refusals refusals;

	private final Diagnosis diagnosis;

	private final WallClock wallClock;

	private final DroppingLog dropping;

	private final GossipLoop loop;

	private final @Nullable Links links;

	/**
	 * Create a session on an open channel, which outlasts it.
	 * @param settings the settings
	 * @param channel the channel
	 * @param peers whom to announce this node to one by one
	 * @param self name of this node
	 * @param reporting takes what the session has to report
	 * @param metadata returns what this node tells of itself
	 * @param lookAgain is told when the network seems to have changed
	 * @throws GossipConfigurationException if this node cannot link under its name
	 */
	GossipSession(GossipSettings settings, AnnouncementChannel channel, Peers peers, NodeName self, Reporting reporting,
			Supplier<Map<String, String>> metadata, Runnable lookAgain) {
		this.transport = settings.transport();
		long now = this.transport.nanoTime();
		this.cluster = settings.cluster();
		this.interval = settings.interval();
		this.reporting = reporting;
		this.dropping = new DroppingLog(reporting.warnings());
		this.wallClock = new WallClock(settings.clock(), this.transport::nanoTime);
		this.refusals = new Refusals(reporting.warnings(), this.wallClock);
		this.diagnosis = new Diagnosis(settings, this.refusals, now);
		this.announcer = new Announcer(settings, channel, self, peers, this.diagnosis, reporting, lookAgain);
		this.loop = new GossipLoop(settings, (settings.cookies() != null) ? now + REGISTRATION_NANOS : now, reporting,
				this, now);
		this.links = (settings.cookies() != null)
				? new Links(settings, settings.cookies(), self, channel, this, metadata, reporting) : null;
		this.receiver = new ReceivingThread(channel,
				new AnnouncementReceiver(settings, self, this.loop, peers,
						(this.links != null) ? this.links.proofs() : null, this.diagnosis, reporting),
				settings.interval(), "gossip-" + settings.cluster() + "-receive");
	}

	/**
	 * Take part from now on.
	 * @param interfaces the interfaces in use
	 * @throws GossipConfigurationException if links cannot be accepted as configured
	 */
	void open(List<InterfaceBinding> interfaces) {
		networkChanged(interfaces);
		if (this.links != null) {
			this.links.open();
		}
		this.receiver.start();
		this.loop.open();
	}

	/**
	 * Leave. Nothing is heard any more when the farewell goes out.
	 */
	void close() {
		Links closing = this.links;
		if (closing != null) {
			Teardown.run(this.loop::close, this.announcer::end, closing::close, this.reporting.connectTimes()::clear,
					this.receiver::close);
		}
		else {
			Teardown.run(this.loop::close, this.announcer::end, this.receiver::close,
					() -> this.announcer.leave(this.wallClock.millis()));
		}
	}

	@Nullable Links links() {
		return this.links;
	}

	void announceNow() {
		this.loop.announced();
		this.announcer.announce();
	}

	/**
	 * Other interfaces are in use than before.
	 */
	void networkChanged(List<InterfaceBinding> interfaces) {
		this.diagnosis.networkChanged(interfaces, this.transport.nanoTime());
	}

	/**
	 * An interface is in use that was not before.
	 */
	void hearsAnew() {
		this.loop.input(Membership::hearsAnew);
	}

	/**
	 * Replace a tick that the scheduler lost, however little is heard.
	 */
	void keepTicking() {
		this.loop.keepTicking();
	}

	/**
	 * Announce this node to peers that were found just now.
	 */
	void peersFound() {
		this.loop.announceSoon();
	}

	void announceSoon() {
		this.loop.expedite();
	}

	List<GossipInterface> interfaces() {
		return this.diagnosis.interfaces(this.wallClock);
	}

	List<GossipRefusal> refusals() {
		return this.refusals.list();
	}

	List<String> problems() {
		return this.diagnosis.problems(this.transport.nanoTime());
	}

	List<GossipNode> nodes() {
		return this.loop.view()
			.members()
			.stream()
			.map(this::node)
			.sorted(Comparator.comparing(GossipNode::name))
			.toList();
	}

	@Nullable Duration announcesEvery(NodeName name) {
		return this.loop.view().announcesEvery(name);
	}

	Optional<GossipNode> node(NodeName name) {
		return Optional.ofNullable(this.loop.view().member(name)).map(this::node);
	}

	@Override
	public void linkUp(NodeLink link) {
		NodeName node = link.node();
		this.reporting.connectTimes().linked(node);
		if (this.links != null) {
			this.links.linked(link);
		}
		this.loop.input((membership, now) -> membership.linkUp(node, link.remote(), link.introducesItself(), now));
	}

	@Override
	public void introduced(NodeName node, Term introduction) {
		Introduction told = Metadata.read(node, introduction);
		if (told != null) {
			this.loop.input((membership, now) -> membership.introduced(node, told));
		}
	}

	@Override
	public void linkDown(NodeName node, String reason) {
		if (this.links != null) {
			this.links.unlinked(node);
		}
		this.loop.input((membership, now) -> membership.linkDown(node, reason, now));
	}

	@Override
	public void connectFailed(NodeName node, String reason) {
		this.reporting.connectTimes().failed(node);
		this.loop.input((membership, now) -> membership.connectFailed(node, reason, now));
	}

	@Override
	public void probeAnswered(NodeName node) {
		this.loop.input((membership, now) -> membership.probeAnswered(node, now));
	}

	@Override
	public void refused(NodeName node, InetAddress remote, HandshakeException.Reason cause, String reason) {
		this.reporting.warnings()
			.warn(RateLimitedLog.Kind.LINK,
					() -> "Refused a link to " + node + " from " + remote.getHostAddress() + ": " + reason);
		this.loop.input((membership, now) -> membership.linkRefused(node, reason));
	}

	@Override
	public void droppingBegan(String process, int waiting, NodeName from) {
		this.dropping.began(process, waiting, from);
	}

	@Override
	public void droppingEnded(String process, long count) {
		this.dropping.ended(process, count);
	}

	@Override
	public void registered() {
		if (this.diagnosis.registration().there()) {
			this.reporting.logger()
				.info("Cluster '" + this.cluster + "': other nodes can connect to this one again: EPMD knows it");
		}
		this.loop.expedite();
	}

	@Override
	public void notRegistered(String reason) {
		this.diagnosis.registration().missing(reason, this.transport.nanoTime());
	}

	@Override
	public void ticked(long now) {
		this.diagnosis.ticked(now);
		String unregistered = this.diagnosis.registration().untold(now);
		if (unregistered != null) {
			this.reporting.warnings().warn(RateLimitedLog.Kind.REGISTRATION, () -> unregistered);
		}
	}

	@Override
	public void announce() {
		this.announcer.announce();
	}

	@Override
	public void discovered(Member member) {
		this.reporting.publish((service) -> new NodeDiscoveredEvent(service, node(member)));
	}

	@Override
	public void up(Member member) {
		if (this.links != null) {
			this.links.up(member);
		}
		this.reporting.publish((service) -> new NodeUpEvent(service, node(member)));
	}

	@Override
	public void down(Member member, NodeDownReason reason) {
		this.reporting.publish((service) -> new NodeDownEvent(service, node(member), reason));
	}

	@Override
	public void metadataChanged(Member member) {
		this.reporting.publish((service) -> new NodeMetadataEvent(service, node(member)));
	}

	@Override
	public void slower(Member member, Duration every) {
		this.reporting.warnings()
			.note(RateLimitedLog.Kind.INTERVAL,
					() -> member.name() + " " + Explanation.slower(every, this.interval) + ".");
	}

	@Override
	public void connect(Member member) {
		if (this.links == null) {
			return;
		}
		this.reporting.connectTimes().begin(member.name());
		try {
			this.links.connect(member, (reason, problem) -> {
				this.reporting.connectTimes().refused(member.name(), reason);
				this.loop.input((membership, now) -> membership.connectRefused(member.name(), problem, now));
			});
		}
		catch (RuntimeException | Error ex) {
			connectFailed(member.name(), ex.toString());
		}
	}

	@Override
	public void probe(Member member) {
		if (this.links != null) {
			this.links.probe(member.name());
		}
	}

	@Override
	public void close(Member member, String cause) {
		if (this.links != null) {
			this.links.disconnect(member.name(), cause);
		}
	}

	private GossipNode node(Member member) {
		return this.wallClock.dated(member);
	}

}
