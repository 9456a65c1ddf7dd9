package io.macula.gossip.testing;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Optional;

/**
 * A loopback interface that has an IPv6 address.
 */
public final class Ipv6 implements Need {

	@Override
	public Optional<String> missing() throws Exception {
		boolean here = NetworkInterface.getByInetAddress(InetAddress.getByName("::1")) != null;
		return here ? Optional.empty()
				: Optional.of("IPv6 on the loopback interface: sysctl -w net.ipv6.conf.lo.disable_ipv6=0");
	}

}
