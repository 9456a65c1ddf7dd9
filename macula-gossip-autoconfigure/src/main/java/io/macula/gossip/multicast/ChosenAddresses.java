package io.macula.gossip.multicast;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All addresses of the interfaces that were chosen, whether their sockets are open or
 * not.
 */
record ChosenAddresses(List<LocalInterface> interfaces) {

	static ChosenAddresses of(List<InterfaceBinding> chosen, List<LocalInterface> available) {
		Set<Integer> indexes = chosen.stream().map(InterfaceBinding::index).collect(Collectors.toSet());
		return new ChosenAddresses(
				available.stream().filter((candidate) -> indexes.contains(candidate.index())).toList());
	}

	/**
	 * Say whether an address is one of these. One of a link may be there on several
	 * interfaces.
	 */
	boolean contain(InetAddress address) {
		return this.interfaces.stream()
			.anyMatch((chosen) -> chosen.addresses().contains(address) && !isOfOtherLink(address, chosen.index()));
	}

	private static boolean isOfOtherLink(InetAddress address, int index) {
		return address.isLinkLocalAddress() && address instanceof Inet6Address scoped && scoped.getScopeId() != index;
	}

}
