package io.macula.gossip;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * This application's membership of one cluster: announces it by UDP multicast, hears the
 * others, and tells listeners who comes and goes.
 * <p>
 * The counterpart of Erlang's {@code macula_cluster_gossip}: {@code start_link} is
 * {@link #start()}, {@code stop} is {@link #stop()}, {@code broadcast_now} is
 * {@link #broadcastNow()}, {@code get_discovered} is {@link #getDiscovered()} and
 * {@code get_connected} is {@link #getConnected()}. It can be stopped and started again.
 * <p>
 * Thread-safe. Queries answer at once from memory, running or not.
 */
public interface GossipClusterService extends SmartLifecycle {

	/**
	 * Name of the cluster that an application takes part in if it names none.
	 */
	String DEFAULT_CLUSTER = "default";

	/**
	 * Return the name of the cluster. It tells apart several clusters in one application
	 * and does not go over the wire.
	 * @return the name of the cluster
	 */
	String getCluster();

	/**
	 * Return the name that this node announces. A default name holds the address of an
	 * interface, and changes when the others can reach this node at another only.
	 * @return the name, or {@code null} before the first {@link #start()}
	 */
	@Nullable NodeName getNodeName();

	/**
	 * Take part in the cluster: open the sockets, announce this node and listen. Returns
	 * as soon as the sockets are open. Does nothing if it is running.
	 * @throws GossipConfigurationException if the sockets cannot be opened as configured
	 */
	@Override
	void start();

	/**
	 * Leave the cluster: say farewell, close the sockets, and report each node that was
	 * up as down with {@link NodeDownReason#STOPPED}. Returns when the listeners have
	 * been told, or after five seconds if one of them blocks; it is told later then. Does
	 * nothing if it is not running.
	 */
	@Override
	void stop();

	/**
	 * Announce this node now, on the calling thread, and not at the next interval.
	 * @throws IllegalStateException if it is not running
	 */
	void broadcastNow();

	/**
	 * Return the nodes that are known, whether up or not.
	 * @return a copy, without this node, in the order of their names
	 */
	Set<NodeName> getDiscovered();

	/**
	 * Return the nodes that are up.
	 * @return a copy, without this node, in the order of their names
	 */
	Set<NodeName> getConnected();

	/**
	 * Return the nodes that are known with their details.
	 * @return a copy, without this node, in the order of their names
	 */
	List<GossipNode> getNodes();

	/**
	 * Return one node with its details.
	 * @param name name of the node
	 * @return the node, or empty if it is not known
	 */
	Optional<GossipNode> getNode(NodeName name);

	/**
	 * Replace what this node tells of itself, and tell it to the nodes that are linked.
	 * @param metadata at most 64 entries of at most 1024 characters, none of them
	 * {@code spring.application.name}, which is told in any case
	 * @throws IllegalArgumentException if there are more or longer ones
	 */
	void updateMetadata(Map<String, String> metadata);

	/**
	 * Return what sends messages over the links.
	 * @return the messenger, the same one at all times; without links its sends go
	 * nowhere and its calls fail
	 */
	GossipMessenger getMessenger();

	/**
	 * Return how the service stands.
	 * @return whether it runs, on what, and what is wrong
	 */
	GossipStatus getStatus();

	/**
	 * Say why a node is here or not, as far as this node can tell: whether it was heard,
	 * was refused, could not be linked to, or cannot be heard at all.
	 * @param name name of the node
	 * @return sentences for an operator, at least one
	 */
	List<String> explain(NodeName name);

	/**
	 * Return how many announcements had a result since this object was made.
	 * @param result the result to count
	 * @return a number that never falls
	 */
	long getAnnouncementCount(AnnouncementResult result);

	/**
	 * Return what became of the attempts to link.
	 * @return the statistics; all zero in connection mode heartbeat
	 */
	LinkStatistics getLinkStatistics();

	/**
	 * Return how the delivery of events stands.
	 * @return how many wait, and how many were dropped
	 */
	EventStatistics getEventStatistics();

	/**
	 * Return what became of the messages to handlers here.
	 * @return the statistics; all zero in connection mode heartbeat
	 */
	MessageStatistics getMessageStatistics();

}
