package io.macula.gossip.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Network namespaces with nothing in them but loopback, which what runs there cannot
 * leave.
 */
public final class NetworkNamespaces implements Need {

	private static final String SET_UP = "ip link set lo up multicast on && ip route add 224.0.0.0/4 dev lo && exec \"$@\"";

	@Override
	public Optional<String> missing() {
		try {
			if (ChildProcess.run(command(List.of("true"))).status() == 0) {
				return Optional.empty();
			}
		}
		catch (RuntimeException ex) {
			// There is no such program
		}
		return Optional.of("root, with `unshare` and `ip`: run them as root, and install util-linux and iproute2");
	}

	/**
	 * Return a command that runs another one in a namespace of its own.
	 * @param command the command to run there
	 * @return the command
	 */
	public static List<String> command(List<String> command) {
		List<String> all = new ArrayList<>(List.of("unshare", "--net", "sh", "-c", SET_UP, "sh"));
		all.addAll(command);
		return all;
	}

}
