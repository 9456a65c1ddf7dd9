package io.macula.gossip.service;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import io.macula.gossip.NodeName;

/**
 * Names for nodes that are given none: {@code application-pid@address}, with a number
 * behind the process id where one process has several nodes in one group. Thread-safe.
 */
final class DefaultNodeNames {

	/**
	 * Leaves room for the process id, a number and the longest address.
	 */
	private static final int MAX_APPLICATION_LENGTH = NodeName.MAX_LENGTH - 75;

	/**
	 * In a container of its own every application has this process id, and with the
	 * host's network also the same address.
	 */
	private static final long CONTAINER_PROCESS_ID = 1;

	private final Set<Use> inUse = new HashSet<>();

	/**
	 * Return what the names of one application in this process begin with.
	 */
	static String base(String application, long processId) {
		return fit(application) + "-" + ((processId != CONTAINER_PROCESS_ID) ? processId : randomSuffix());
	}

	/**
	 * Take a name that no other node of this process has in the group.
	 */
	synchronized NodeName acquire(String base, InetAddress address, InetSocketAddress group) {
		String host = address.getHostAddress().replaceAll("%.*", "");
		int count = 1;
		while (true) {
			NodeName name = new NodeName(base + ((count > 1) ? "-" + count : "") + "@" + host);
			if (this.inUse.add(new Use(name, group))) {
				return name;
			}
			count++;
		}
	}

	synchronized void release(NodeName name, InetSocketAddress group) {
		this.inUse.remove(new Use(name, group));
	}

	private static String randomSuffix() {
		return Integer.toHexString(ThreadLocalRandom.current().nextInt(0x10000, 0x100000));
	}

	private static String fit(String application) {
		String plain = application.replaceAll("[^A-Za-z0-9._-]+", "-");
		return plain.substring(0, Math.min(plain.length(), MAX_APPLICATION_LENGTH));
	}

	private record Use(NodeName name, InetSocketAddress group) {

	}

}
