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
	 * @return its exit status, or 2 if such a network cannot be made
	 */
	static int run(Class<?> mainClass, String... args) throws IOException, InterruptedException {
		String refusal = refusal();
		if (refusal != null) {
			System.err.println("A network namespace of its own could not be made, which takes Linux with unshare "
					+ "(util-linux) and ip (iproute2), and root or the right to make user namespaces: " + refusal);
			return 2;
		}
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
						System.getProperty("java.class.path"), mainClass.getName()));
		command.addAll(List.of(args));
		Process process = within(command).inheritIO().start();
		Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
		return process.waitFor();
	}

	private static String refusal() throws InterruptedException {
		try {
			Process process = within(List.of("true")).redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes()).strip();
			return (process.waitFor() != 0) ? output : null;
		}
		catch (IOException ex) {
			return ex.getMessage();
		}
	}

	private static ProcessBuilder within(List<String> command) {
		List<String> all = new ArrayList<>(List.of("unshare", "--net"));
		if (!isRoot()) {
			all.add("--map-root-user");
		}
		all.addAll(List.of("--", "sh", "-c", SETUP, "sh"));
		all.addAll(command);
		return new ProcessBuilder(all);
	}

	private static boolean isRoot() {
		return "root".equals(System.getProperty("user.name"));
	}

}
