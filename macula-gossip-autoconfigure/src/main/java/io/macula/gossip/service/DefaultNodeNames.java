package io.macula.gossip.service;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;

import io.macula.gossip.NodeName;

/**
 * Names for nodes that are given none: {@code application-pid@address}, with a number
 * behind the process id where one process has several nodes in one group. Thread-safe.
 */
final class DefaultNodeNames {

	private static final int MAX_SUFFIX_LENGTH = 24;

	private final Set<Use> inUse = new HashSet<>();

	/**
	 * Take a name that no other node of this process has in the group.
	 */
	synchronized NodeName acquire(String application, long processId, InetAddress address, InetSocketAddress group) {
		String host = address.getHostAddress().replaceAll("%.*", "");
		int room = NodeName.MAX_LENGTH - host.length() - MAX_SUFFIX_LENGTH - 1;
		String base = fit(application, room) + "-" + processId;
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

	private static String fit(String application, int room) {
		String plain = application.replaceAll("[^\\p{L}\\p{N}._-]+", "-");
		int length = plain.codePointCount(0, plain.length());
		return (length <= room) ? plain : plain.substring(0, plain.offsetByCodePoints(0, room));
	}

	private record Use(NodeName name, InetSocketAddress group) {

	}

}
