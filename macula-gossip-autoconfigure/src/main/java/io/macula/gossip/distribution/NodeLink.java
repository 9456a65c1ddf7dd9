package io.macula.gossip.distribution;

import java.net.InetAddress;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.handshake.Cookie;
import io.macula.gossip.distribution.handshake.HandshakeNode;

/**
 * A link that stands.
 *
 * @param node the other node
 * @param incarnation its creation, 0 to 4294967295
 * @param remote the address that it has on this link
 * @param hidden whether it keeps out of the others' lists of visible nodes
 * @param introducesItself whether it tells of itself before anything else, as JVM nodes
 * do
 * @param cookie the cookie that both ends have proven
 */
public record NodeLink(NodeName node, long incarnation, InetAddress remote, boolean hidden, boolean introducesItself,
		Cookie cookie) {

	static NodeLink of(Link link) {
		HandshakeNode peer = link.peer();
		return new NodeLink(peer.name(), peer.creation(), link.remote(), peer.isHidden(), peer.introducesItself(),
				link.cookie());
	}

}
