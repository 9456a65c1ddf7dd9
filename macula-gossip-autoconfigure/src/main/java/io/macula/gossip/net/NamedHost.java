package io.macula.gossip.net;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.jspecify.annotations.Nullable;

/**
 * The host that a name tells, beside the address that something came from. All addresses
 * of this machine are one host.
 *
 * @param name a host name or an address written out
 */
public record NamedHost(String name) {

	/**
	 * Say whether the name is this address, written out. Asks nobody.
	 * @param source the address that something came from
	 * @return whether it is
	 */
	public boolean isWritten(InetAddress source) {
		return source.equals(IpLiteral.parse(this.name));
	}

	/**
	 * Return the addresses of the host. Blocks for a look-up, unless the name is an
	 * address.
	 * @return the addresses, at least one
	 * @throws UnknownHostException if it has none
	 */
	public InetAddress[] addresses() throws UnknownHostException {
		InetAddress literal = IpLiteral.parse(this.name);
		return (literal != null) ? new InetAddress[] { literal } : InetAddress.getAllByName(this.name);
	}

	/**
	 * Choose the address at which the host is to be reached, if that is the host that
	 * something came from. Asks the system, and no name service.
	 * @param addresses those of the host
	 * @param source the address that something came from
	 * @return the source itself if it is one of them, else the first one of this machine
	 * if the source is one as well; {@code null} if it came from another host
	 */
	public static @Nullable InetAddress choose(InetAddress[] addresses, InetAddress source) {
		for (InetAddress address : addresses) {
			if (address.equals(source)) {
				return source;
			}
		}
		if (LocalAddresses.contain(source)) {
			for (InetAddress address : addresses) {
				if (LocalAddresses.contain(address)) {
					return address;
				}
			}
		}
		return null;
	}

}
