package io.macula.gossip.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Tells apart those who share what there is. One who has an IPv6 address has the whole
 * network of 64 bits that it is in, so that these count as one source.
 */
public final class Networks {

	private static final int PREFIX_BYTES = 8;

	private static final int ADDRESS_BYTES = 16;

	private Networks() {
	}

	/**
	 * Return what an address is accounted to.
	 * @param address an address
	 * @return the address itself if it is an IPv4 one, else the first of its network of
	 * 64 bits
	 */
	public static InetAddress of(InetAddress address) {
		if (!(address instanceof Inet6Address)) {
			return address;
		}
		byte[] prefix = Arrays.copyOf(Arrays.copyOf(address.getAddress(), PREFIX_BYTES), ADDRESS_BYTES);
		try {
			return InetAddress.getByAddress(prefix);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException("16 bytes are an address", ex);
		}
	}

}
