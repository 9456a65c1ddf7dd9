package io.macula.gossip;

import java.util.Collection;

/**
 * Tells peers: hosts that get each announcement by unicast as well, for networks that do
 * not carry multicast. The property {@code macula.gossip.peers} is one; a bean of this
 * type, or {@code GossipClusterBuilder.peerSource}, adds another, which asks DNS for
 * services, a cloud for its machines or reads a file.
 */
@FunctionalInterface
public interface GossipPeerSource {

	/**
	 * Return the peers. Asked again at each announcement, on a thread that serves
	 * look-ups only and one call at a time, but that a service that is stopped and
	 * started again may still be at the last one: it may block, and the ones that it
	 * returned last are used meanwhile.
	 * @return host names or addresses, with a port or not, as {@code macula.gossip.peers}
	 * takes them; the port of the cluster by default
	 * @throws Exception if they cannot be told now: those returned last are kept, and its
	 * message stands at the endpoint and in the explanation of why a node is not here
	 */
	Collection<String> getPeers() throws Exception;

	/**
	 * Return the name by which operators know the source. Asked once, when the service
	 * starts; what throws or is blank is replaced by the name of the class.
	 * @return the name; that of the class if none is given, or of the class that holds
	 * the lambda
	 */
	default String getName() {
		String name = getClass().getSimpleName();
		int lambda = name.indexOf("$$Lambda");
		return (lambda < 0) ? name : "a lambda of " + name.substring(0, lambda);
	}

}
