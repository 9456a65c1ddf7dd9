package io.macula.gossip.multicast;

import java.net.InetAddress;
import java.util.List;

/**
 * What a look at the network found.
 *
 * @param interfaces the interfaces whose sockets are open, possibly none
 * @param addresses the addresses of this machine, on interfaces that are up
 * @param problems why an interface that should be in use is not, in sentences, possibly
 * none
 * @param settled whether the interfaces are those that were wanted, so that there is no
 * hurry to look again; the loopback interface is not, unless it was asked for
 */
public record NetworkState(List<InterfaceBinding> interfaces, List<InetAddress> addresses, List<String> problems,
		boolean settled) {

	/**
	 * Create a state.
	 */
	public NetworkState {
		interfaces = List.copyOf(interfaces);
		addresses = List.copyOf(addresses);
		problems = List.copyOf(problems);
	}

}
