package io.macula.gossip.net;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/**
 * Tells which addresses are this machine's.
 */
public final class LocalAddresses {

	private LocalAddresses() {
	}

	/**
	 * Say whether an address is one of this machine. Asks the system unless it is a
	 * loopback address, which takes up to some hundred microseconds.
	 * @param address the address
	 * @return whether an interface of this machine has it now; {@code false} as well
	 * where the system does not tell, since more is granted to what is local
	 */
	public static boolean contain(InetAddress address) {
		if (address.isAnyLocalAddress() || address.isLoopbackAddress()) {
			return true;
		}
		try {
			return NetworkInterface.getByInetAddress(address) != null;
		}
		catch (SocketException ex) {
			return false;
		}
	}

}
