package io.macula.gossip.distribution;

import java.net.InetAddress;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.handshake.HandshakeException;
import io.macula.gossip.etf.Term;

/**
 * Hears of a node's links. All calls come on one thread, one at a time, in the order in
 * which things happened; for each node {@code linkUp} and {@code linkDown} alternate, one
 * of each for every link. A call that blocks delays later ones and nothing else; what a
 * call throws is logged.
 */
public interface DistributionListener {

	/**
	 * A link stands: both nodes have proven the cookie. Another incarnation than before
	 * says that the other node was started anew.
	 * @param link the link
	 */
	void linkUp(NodeLink link);

	/**
	 * A node has told of itself, in a message to {@link LinkLayer#INTRODUCTIONS}; only
	 * between its {@code linkUp} and {@code linkDown}. Where it told several times since
	 * the last call, the newest counts.
	 * @param node the other node
	 * @param introduction what it sent, whatever that is
	 */
	default void introduced(NodeName node, Term introduction) {
	}

	/**
	 * A link has ended.
	 * @param node the other node
	 * @param reason why, in words
	 */
	void linkDown(NodeName node, String reason);

	/**
	 * An attempt to connect that was asked for came to nothing. There is no next one
	 * unless it is asked for.
	 * @param node the other node
	 * @param reason why, in words, with the remedy where there is one
	 */
	void connectFailed(NodeName node, String reason);

	/**
	 * A node has answered a probe.
	 * @param node the other node
	 */
	void probeAnswered(NodeName node);

	/**
	 * A connection from another node was refused. Not proven: anyone can use any name.
	 * Not told where two nodes connected at once, nor of connections that the other node
	 * closed itself.
	 * @param node the name that it used
	 * @param remote the address that it came from
	 * @param cause what was wrong
	 * @param reason the same in words
	 */
	default void refused(NodeName node, InetAddress remote, HandshakeException.Reason cause, String reason) {
	}

	/**
	 * Messages to a name here are being dropped, as too many wait for its handler. Told
	 * once for a series, which ends when half of them are worked off.
	 * @param process the name
	 * @param waiting how many wait
	 * @param from the node whose message was dropped first
	 */
	default void droppingBegan(String process, int waiting, NodeName from) {
	}

	/**
	 * Messages to a name here are dropped no more, or never again.
	 * @param process the name
	 * @param count how many were dropped, 1 or more
	 */
	default void droppingEnded(String process, long count) {
	}

	/**
	 * The registration with EPMD stands. Told again after each loss.
	 */
	default void registered() {
	}

	/**
	 * The registration with EPMD was lost or did not succeed; attempts go on.
	 * @param reason why, in words, with the remedy where there is one
	 */
	default void notRegistered(String reason) {
	}

}
