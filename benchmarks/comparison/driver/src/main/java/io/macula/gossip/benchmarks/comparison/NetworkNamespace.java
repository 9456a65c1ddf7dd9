package io.macula.gossip.benchmarks.comparison;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A network of the driver's and its nodes' own, which has the loopback interface alone:
 * no packet leaves the machine, and nobody else's node is found.
 */
final class NetworkNamespace {

	private static final String SETUP = "ip link set lo up multicast on && ip route add 224.0.0.0/4 dev lo && exec \"$@\"";

	private NetworkNamespace() {
	}

	/**
	 * Return whether this process is in such a network.
	 */
	static boolean here() throws SocketException {
		List<NetworkInterface> interfaces = Collections.list(NetworkInterface.getNetworkInterfaces());
		return interfaces.size() == 1 && interfaces.get(0).isLoopback() && interfaces.get(0).supportsMulticast();
	}

	/**
	 * Run this program once more, in a network of its own.
	 * @return its exit status
	 */
	static int run(Class<?> mainClass, String... args) throws InterruptedException {
		List<String> command = new ArrayList<>(
				List.of("unshare", "--net", "--map-root-user", "--", "sh", "-c", SETUP, "sh"));
		if (isRoot()) {
			command.remove("--map-root-user");
		}
		command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), mainClass.getName()));
		command.addAll(List.of(args));
		try {
			Process process = new ProcessBuilder(command).inheritIO().start();
			Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
			return process.waitFor();
		}
		catch (IOException ex) {
			System.err.println("This needs a network namespace of its own, and thus Linux with unshare (util-linux), "
					+ "ip (iproute2), and root or the right to make user namespaces: " + ex.getMessage());
			return 2;
		}
	}

	private static boolean isRoot() {
		return "root".equals(System.getProperty("user.name"));
	}

}
