package io.macula.gossip.service;

import java.io.IOException;
import java.net.InetSocketAddress;

import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.DistributionListener;
import io.macula.gossip.distribution.DistributionNode;
import io.macula.gossip.distribution.DistributionSettings;
import io.macula.gossip.distribution.EpmdSettings;
import io.macula.gossip.membership.Member;

/**
 * The links of one session. Nothing here blocks but {@link #open()} and {@link #close()}.
 * Thread-safe.
 */
final class Links {

	private final DistributionNode node;

	private final SenderCheck senders;

	private final DistributionListener listener;

	/**
	 * Create links; nothing happens yet.
	 * @param settings the settings
	 * @param self name of this node
	 * @param listener hears of the links, on one thread, one call at a time
	 * @throws GossipConfigurationException if this node cannot link under its name
	 */
	Links(GossipSettings settings, NodeName self, DistributionListener listener) {
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
