package io.macula.gossip.distribution;

import io.macula.gossip.distribution.handshake.DistributionFlags;
import io.macula.gossip.distribution.handshake.HandshakeException;
import io.macula.gossip.distribution.handshake.HandshakeException.Reason;
import io.macula.gossip.distribution.handshake.HandshakeNode;
import org.jspecify.annotations.Nullable;

/**
 * Makes links of connections whose handshake is done, for whichever side connected.
 */
final class LinkStarter {

	private final DistributionSettings settings;

	private final LinkTable table;

	private final Incarnation incarnation;

	private final LinkThreads threads;

	private final Link.Receiver receiver;

	LinkStarter(DistributionSettings settings, LinkTable table, Incarnation incarnation, LinkThreads threads,
			Link.Receiver receiver) {
		this.settings = settings;
		this.table = table;
		this.incarnation = incarnation;
		this.threads = threads;
		this.receiver = receiver;
	}

	/**
	 * Return what this node says of itself. Waits until its creation is known.
	 * @return what it says
	 */
	HandshakeNode self() throws InterruptedException {
		long flags = DistributionFlags.ours(this.settings.links().isHidden());
		return new HandshakeNode(this.settings.name(), flags, this.incarnation.await());
	}

	/**
	 * Make a link the one to its node.
	 * @param peer the other node
	 * @param connection the connection to it
	 * @param dial the attempt of ours that led to it, if one did
	 * @param replaced the link that it may replace, if there is one
	 * @return the link, to be started
	 * @throws HandshakeException if there is another
	 */
	Link claim(HandshakeNode peer, Connection connection, @Nullable Dial dial, @Nullable Link replaced)
			throws HandshakeException {
		Link link = new Link(peer, connection, this.settings.links().getTickTime(), this.settings.limits(),
				this.receiver);
		this.table.claim(link, dial, replaced);
		return link;
	}

	/**
	 * Start a link that both sides know of.
	 * @param link the link
	 */
	void start(Link link) {
		boolean started = false;
		try {
			this.table.announce(link);
			link.start(this.threads);
			started = true;
		}
		finally {
			if (!started) {
				link.close("its threads could not be started");
			}
		}
	}

	void checkAccepted(HandshakeNode peer) throws HandshakeException {
		if (this.table.isFull(peer.name())) {
			throw new HandshakeException(Reason.NOT_ALLOWED,
					"this node has %d links, as many as its limit allows".formatted(this.settings.limits().links()));
		}
		if (peer.name().equals(this.settings.name())) {
			throw new HandshakeException(Reason.NOT_ALLOWED,
					"it has the name of this node, %s: give one of them another".formatted(peer.name()));
		}
	}

}
