package io.macula.gossip.service;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import io.macula.gossip.ConnectRefusal;
import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.NodeName;
import io.macula.gossip.announcement.ProofFormat;
import io.macula.gossip.distribution.DistributionLimits;
import io.macula.gossip.distribution.DistributionListener;
import io.macula.gossip.distribution.DistributionSettings;
import io.macula.gossip.distribution.LinkLayer;
import io.macula.gossip.distribution.NodeLink;
import io.macula.gossip.membership.Member;
import io.macula.gossip.multicast.AnnouncementChannel;
import io.macula.gossip.net.ListeningScope;
import org.jspecify.annotations.Nullable;

/**
 * The links of one session. Nothing here blocks but {@link #open()} and {@link #close()}.
 * Thread-safe.
 */
final class Links {

	private final LinkLayer node;

	private final Introductions introductions;

	private final @Nullable Asks asks;

	private final @Nullable ProofAnswers proofs;

	private final DialRule rule;

	private final int configuredPort;

	private final ThreadPoolExecutor handlers;

	/**
	 * Create links; nothing happens yet.
	 * @param settings the settings
	 * @param cookies what to link with
	 * @param self name of this node
	 * @param channel carries what nodes ask each other before they connect
	 * @param listener hears of the links, on one thread, one call at a time
	 * @param metadata returns what this node tells of itself
	 * @param reporting takes what goes wrong with that
	 * @throws GossipConfigurationException if this node cannot link under its name
	 */
	Links(GossipSettings settings, CookieChoice cookies, NodeName self, AnnouncementChannel channel,
			DistributionListener listener, Supplier<Map<String, String>> metadata, Reporting reporting) {
		this.configuredPort = settings.links().getPort();
		// Apart from the application's own pools. A handler may wait for what another one
		// does, so each has its thread while it has messages; what waits is in mailboxes.
		this.handlers = settings.threads().elastic("gossip-" + settings.cluster() + "-handler");
		this.node = settings.transport()
			.createLinks(new DistributionSettings(self, cookies.cookies(), settings.links(),
					limits(settings.membership().maxNodes()), this.handlers, cookies.open(), scope(settings, channel)),
					listener);
		ProofFormat format = (settings.transport().needsProof() && !cookies.keys().isEmpty())
				? new ProofFormat(cookies.keys().stream().map(CookieChoice.Key::secret).toList()) : null;
		this.asks = (format != null) ? new Asks(format, channel, settings.group().getPort(),
				settings.threads().timer("gossip-" + settings.cluster() + "-ask")) : null;
		this.proofs = (format != null && this.asks != null)
				? new ProofAnswers(format, self, this.node, channel, this.asks, settings.transport()::nanoTime) : null;
		this.rule = new DialRule(settings, this.node, this.asks, cookies.keys());
		this.introductions = new Introductions(
				settings.threads().pool("gossip-" + settings.cluster() + "-metadata", 1, Integer.MAX_VALUE),
				settings.applicationName(), metadata,
				(node, introduction) -> this.node.tell(node, LinkLayer.INTRODUCTIONS,
						Metadata.message(self, introduction)),
				(failure) -> reporting.warnings()
					.note("The metadata of this node could not be had: the others are told what it was before",
							failure),
				settings.transport()::watched);
		this.node.register(LinkLayer.INTRODUCTIONS, (message) -> Metadata.isRequest(message.body())
				? Metadata.message(self, this.introductions.ask()) : null);
	}

	void open() {
		this.introductions.prepare();
		try {
			this.node.start();
		}
		catch (IOException ex) {
			throw new GossipConfigurationException("distribution.port",
					"Links cannot be accepted on TCP port " + this.configuredPort + ": " + ex.getMessage() + ".",
					"End the program that holds the port, or leave the property out to have one chosen.", ex);
		}
	}

	/**
	 * Return what answers who asks for a proof of the key, or {@code null} where there is
	 * none.
	 */
	@Nullable ProofAnswers proofs() {
		return this.proofs;
	}

	/**
	 * Connect to a node, if that is allowed: else nothing was tried.
	 */
	void connect(Member member, BiConsumer<ConnectRefusal, String> refused) {
		this.rule.connect(member, refused);
	}

	/**
	 * A link stands, of which nobody was told yet: the other node is told of this one.
	 */
	void linked(NodeLink link) {
		this.rule.linked(link);
		this.introductions.greet(link.node());
	}

	/**
	 * A link has ended.
	 */
	void unlinked(NodeName node) {
		this.introductions.forget(node);
	}

	/**
	 * A node is up.
	 */
	void up(Member member) {
		this.rule.up(member);
	}

	/**
	 * Tell all nodes the metadata of this one.
	 */
	void tellMetadata() {
		this.introductions.tell(this.node.links().stream().map(NodeLink::node).toList());
	}

	void probe(NodeName name) {
		this.node.probe(name);
	}

	void disconnect(NodeName name, String cause) {
		this.node.disconnect(name, cause);
	}

	LinkLayer node() {
		return this.node;
	}

	void close() {
		Teardown.run(this.introductions::close, this.node::close, this.rule::close, () -> {
			if (this.asks != null) {
				this.asks.close();
			}
		}, this.handlers::shutdown);
	}

	private static ListeningScope scope(GossipSettings settings, AnnouncementChannel channel) {
		return switch (settings.links().getListenOn()) {
			case CHOSEN -> ListeningScope.of(channel::isChosen);
			case ALL -> ListeningScope.everywhere();
		};
	}

	private static DistributionLimits limits(int maxNodes) {
		DistributionLimits defaults = DistributionLimits.defaults();
		return new DistributionLimits(defaults.frameBytes(), defaults.queuedFrames(), defaults.queuedBytes(),
				defaults.incomingBytes(), maxNodes, defaults.connecting(), defaults.accepting(), defaults.mailbox(),
				defaults.calls());
	}

}
