package io.macula.gossip.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import io.macula.gossip.NodeName;
import org.jspecify.annotations.Nullable;

/**
 * Names for nodes that are given none: {@code application-pid@address}, with a number
 * behind the process id where one process has several nodes in one group. Thread-safe.
 */
final class DefaultNodeNames {

	/**
	 * Stands for an application that has no name.
	 */
	private static final String ANONYMOUS = "application";

	/**
	 * Leaves room for the process id, a number and the longest address.
	 */
	private static final int MAX_APPLICATION_LENGTH = NodeName.MAX_LENGTH - 75;

	/**
	 * In a container the first processes of each have the same ids, and with the host's
	 * network the containers have one address.
	 */
	private static final long CONTAINER_PROCESS_ID = 1;

	private static final Path PROCESS_IDS = Path.of("/proc/self/ns/pid");

	/**
	 * The namespace of process ids that a Linux machine starts with (PROC_PID_INIT_INO).
	 */
	private static final Path MACHINE_PROCESS_IDS = Path.of("pid:[4026531836]");

	private final Set<Use> inUse = new HashSet<>();

	/**
	 * Return what the names of one application in this process begin with.
	 */
	static String base(@Nullable String application, long processId) {
		return base((application != null) ? application : ANONYMOUS, processId, PROCESS_IDS);
	}

	static String base(String application, long processId, Path processIds) {
		boolean unique = processId != CONTAINER_PROCESS_ID && areTheMachines(processIds);
		return fit(application) + "-" + (unique ? processId : randomSuffix());
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

	/**
	 * Say whether no other process of this machine has the same id: where that is not
	 * told there are no such namespaces.
	 */
	private static boolean areTheMachines(Path processIds) {
		try {
			return Files.readSymbolicLink(processIds).equals(MACHINE_PROCESS_IDS);
		}
		catch (IOException | RuntimeException ex) {
			return true;
		}
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
