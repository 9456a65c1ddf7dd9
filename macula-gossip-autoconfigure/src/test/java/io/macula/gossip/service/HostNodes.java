package io.macula.gossip.service;

import java.util.ArrayList;
import java.util.List;

/**
 * Hosts of a LAN, and on each of them a process with a node that links and one that goes
 * by heartbeats, with default names and at the default interval.
 */
final class HostNodes implements AutoCloseable {

	private final HostLan lan;

	private final List<JvmPeer> peers = new ArrayList<>();

	private final HostCluster links;

	private final HostCluster heartbeat;

	/**
	 * Start the nodes, and wait until each has found the others.
	 * @param hosts how many hosts there are
	 * @param running how many of them have nodes
	 */
	HostNodes(int hosts, int running) {
		this.lan = new HostLan(hosts);
		try {
			for (int i = 1; i <= running; i++) {
				this.peers.add(start(i));
			}
			this.links = new HostCluster("links", this.peers);
			this.heartbeat = new HostCluster("heartbeat", this.peers);
			this.links.awaitUpOnce();
			this.heartbeat.awaitUpOnce();
			forget();
		}
		catch (RuntimeException | Error ex) {
			this.lan.close();
			throw ex;
		}
	}

	/**
	 * Start another process like those that run.
	 */
	JvmPeer start(int host) {
		// A port that the system gives to nobody else, such as the first cluster's
		// senders
		return this.lan.start(host, "cluster=links", "app=app", "--", "cluster=heartbeat", "app=app", "port=15893",
				"mode=HEARTBEAT");
	}

	HostLan lan() {
		return this.lan;
	}

	List<JvmPeer> peers() {
		return this.peers;
	}

	HostCluster links() {
		return this.links;
	}

	HostCluster heartbeat() {
		return this.heartbeat;
	}

	boolean isWhole() {
		return this.links.isWhole() && this.heartbeat.isWhole();
	}

	void forget() {
		this.peers.forEach(JvmPeer::forget);
	}

	@Override
	public void close() {
		this.lan.close();
	}

}
