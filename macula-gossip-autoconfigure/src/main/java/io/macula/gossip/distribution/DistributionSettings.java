package io.macula.gossip.distribution;

import java.time.Duration;
import java.util.concurrent.Executor;

import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.LinkSettings;
import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.epmd.EpmdSettings;
import io.macula.gossip.distribution.handshake.DistributionFlags;
import io.macula.gossip.distribution.handshake.HandshakeMessages;
import io.macula.gossip.distribution.handshake.HandshakeNode;
import io.macula.gossip.net.ListeningScope;

/**
 * All that a node has to know. Immutable, as it keeps a copy of the links' settings,
 * which nobody changes.
 *
 * @param name the name of the node, in characters of ISO 8859-1
 * @param cookies the keys that others must share
 * @param links how links are made
 * @param limits what other nodes may cost this one
 * @param handlers runs the message handlers
 * @param open whether the cookie keeps nobody out, so that a node has to connect from the
 * host that its name tells
 * @param scope where this node listens
 */
public record DistributionSettings(NodeName name, Cookies cookies, LinkSettings links, DistributionLimits limits,
		Executor handlers, boolean open, ListeningScope scope) {

	/**
	 * The most that the handshake of either side may take, as in Erlang.
	 */
	static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(7);

	/**
	 * Create settings.
	 * @throws GossipConfigurationException if the name has other characters
	 */
	public DistributionSettings {
		if (!HandshakeMessages.canEncode(name)) {
			throw new GossipConfigurationException("node-name",
					"'%s' cannot link: Erlang's distribution has names in ISO 8859-1 only.".formatted(name),
					"Use plain letters and digits, or set macula.gossip.connection-mode=heartbeat.");
		}
		links = new LinkSettings(links);
	}

	/**
	 * Create settings for a cookie that is not known to all, listening everywhere.
	 * @param name the name of the node
	 * @param cookies the keys that others must share
	 * @param links how links are made
	 * @param limits what other nodes may cost this one
	 * @param handlers runs the message handlers
	 */
	public DistributionSettings(NodeName name, Cookies cookies, LinkSettings links, DistributionLimits limits,
			Executor handlers) {
		this(name, cookies, links, limits, handlers, false, ListeningScope.everywhere());
	}

	/**
	 * Return what this node says of itself.
	 * @param creation its incarnation
	 * @return what it says
	 */
	HandshakeNode self(long creation) {
		return new HandshakeNode(this.name, DistributionFlags.ours(this.links.isHidden()), creation);
	}

	EpmdSettings epmd() {
		return EpmdSettings.of(this.links.getEpmdPort(), this.links.isEmbeddedEpmd()).within(this.scope);
	}

	LinkThreads threads() {
		return new LinkThreads(this.links.threads());
	}

}
