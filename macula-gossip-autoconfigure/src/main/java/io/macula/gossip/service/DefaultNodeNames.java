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

	private static final int MAX_SUFFIX_LENGTH = 24;

	/**
	 * In a container of its own every application has this process id, and with the
	 * host's network also the same address.
	 */
	private static final long CONTAINER_PROCESS_ID = 1;

	private final Set<Use> inUse = new HashSet<>();

	/**
	 * Take a name that no other node of this process has in the group.
	 */
	synchronized NodeName acquire(String application, long processId, InetAddress address, InetSocketAddress group) {
		String host = address.getHostAddress().replaceAll("%.*", "");
		int room = NodeName.MAX_LENGTH - host.length() - MAX_SUFFIX_LENGTH - 1;
		String base = fit(application, room) + "-" + ((processId != CONTAINER_PROCESS_ID) ? processId : randomSuffix());
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

	private static String fit(String application, int room) {
		String plain = application.replaceAll("[^A-Za-z0-9._-]+", "-");
		int length = plain.codePointCount(0, plain.length());
		return (length <= room) ? plain : plain.substring(0, plain.offsetByCodePoints(0, room));
	}

	private record Use(NodeName name, InetSocketAddress group) {

	}

}
