package io.macula.gossip.service;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.DistributionListener;
import io.macula.gossip.distribution.DistributionNode;
import io.macula.gossip.distribution.DistributionSettings;
import io.macula.gossip.distribution.EpmdSettings;
import io.macula.gossip.distribution.Message;
import io.macula.gossip.membership.Member;

/**
 * The links of one session. Nothing here blocks but {@link #open()} and {@link #close()}.
 * Thread-safe.
 */
final class Links {

	private final DistributionNode node;

	private final NodeName self;

	private final Supplier<Map<String, String>> metadata;

	private final SenderCheck senders;

	private final DistributionListener listener;

	/**
	 * Create links; nothing happens yet.
	 * @param settings the settings
	 * @param self name of this node
	 * @param listener hears of the links, on one thread, one call at a time
	 * @param metadata returns what this node tells of itself
	 * @param told takes what another tells of itself
	 * @throws GossipConfigurationException if this node cannot link under its name
	 */
	Links(GossipSettings settings, NodeName self, DistributionListener listener, Supplier<Map<String, String>> metadata,
			BiConsumer<NodeName, Map<String, String>> told) {
		this.self = self;
		this.metadata = metadata;
		LinkSettings links = settings.links();
		this.listener = listener;
		this.senders = new SenderCheck(settings.authenticated());
		try {
			this.node = new DistributionNode(DistributionSettings.builder(self)
				.listen(new InetSocketAddress(links.port()))
				.cookies(links.cookies().cookies())
				.hidden(links.hidden())
				.tickTime(links.tickTime())
				.connectTimeout(links.connectTimeout())
				.epmd(EpmdSettings.defaults().withPort(links.epmdPort()).withEmbedded(links.embeddedEpmd()))
				.tls(links.tls())
				.build(), listener);
		}
		catch (IllegalArgumentException ex) {
			throw new GossipConfigurationException("node-name", ex.getMessage() + ".",
					"Use plain letters and digits, or set macula.gossip.connection-mode=heartbeat.", ex);
		}
		this.node.register(Metadata.PROCESS, (message) -> {
			if (message.kind() == Message.Kind.CALL) {
				return Metadata.isRequest(message.body()) ? Metadata.message(self, metadata.get()) : null;
			}
			Map<String, String> received = Metadata.read(message.node(), message.body());
			if (received != null) {
				told.accept(message.node(), received);
			}
			return null;
		});
	}

	void open(int configuredPort) {
		try {
			this.node.start();
		}
		catch (IOException ex) {
			throw new GossipConfigurationException("distribution.port",
					"Links cannot be accepted on TCP port " + configuredPort + ": " + ex.getMessage() + ".",
					"End the program that holds the port, or leave the property out to have one chosen.", ex);
		}
	}

	/**
	 * Connect to a node, unless its announcement came from a host that is not its own.
	 */
	void connect(Member member) {
		NodeName name = member.name();
		this.senders.check(name, member.address(), (problem) -> {
			if (problem != null) {
				this.listener.connectFailed(name, problem);
			}
			else {
				this.node.connect(name);
			}
		});
	}

	/**
	 * Tell a node the metadata of this one.
	 */
	void tellMetadata(NodeName name) {
		this.node.send(name, Metadata.PROCESS, Metadata.message(this.self, this.metadata.get()));
	}

	void tellMetadataToAll() {
		this.node.links().forEach((link) -> tellMetadata(link.node()));
	}

	void probe(NodeName name) {
		this.node.probe(name);
	}

	void disconnect(NodeName name, String cause) {
		this.node.disconnect(name, cause);
	}

	DistributionNode node() {
		return this.node;
	}

	void close() {
		this.node.close();
		this.senders.close();
	}

}
