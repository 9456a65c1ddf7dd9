package io.macula.gossip.distribution;

import java.net.InetAddress;

import io.macula.gossip.distribution.handshake.Cookie;
import org.jspecify.annotations.Nullable;

/**
 * Where to connect to a node. Immutable.
 *
 * @param address an address of its host
 * @param certain whether it is there and nowhere else; if not, its host is looked up, and
 * the address tells on which link a link-local one is meant
 * @param port the TCP port that it accepts links on, or 0 to ask its EPMD
 * @param incarnation its creation, or 0 if any will do
 * @param known whether it was linked there before, and comes before those that were not
 * @param cookie the only cookie to prove to it, or {@code null} for each that may be
 */
public record Destination(InetAddress address, boolean certain, int port, long incarnation, boolean known,
		@Nullable Cookie cookie) {

	/**
	 * Return the destination of a node whose host is to be looked up.
	 * @param address where it was heard
	 * @return the destination
	 */
	public static Destination heardAt(InetAddress address) {
		return new Destination(address, false, 0, 0, false, null);
	}

	/**
	 * Return the destination of a node that is at an address and known to the EPMD there.
	 * @param address the address
	 * @return the destination
	 */
	public static Destination at(InetAddress address) {
		return new Destination(address, true, 0, 0, false, null);
	}

	/**
	 * Return the destination of a node that has told its port itself.
	 * @param address the address
	 * @param port the port, 1 to 65535
	 * @param incarnation its creation, or 0 if it did not tell
	 * @return the destination
	 */
	public static Destination at(InetAddress address, int port, long incarnation) {
		return new Destination(address, true, port, incarnation, false, null);
	}

	/**
	 * Return the same for a node that was linked there before or was not.
	 * @param known whether it was
	 * @return the destination
	 */
	public Destination known(boolean known) {
		return new Destination(this.address, this.certain, this.port, this.incarnation, known, this.cookie);
	}

	/**
	 * Return the same for a node that has proven to have a cookie already.
	 * @param cookie the cookie, which is the only one that it is proven
	 * @return the destination
	 */
	public Destination proving(Cookie cookie) {
		return new Destination(this.address, this.certain, this.port, this.incarnation, this.known, cookie);
	}

}
