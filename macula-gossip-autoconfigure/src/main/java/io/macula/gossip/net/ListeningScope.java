package io.macula.gossip.net;

import java.net.InetAddress;
import java.util.function.Predicate;

/**
 * Where this machine listens. Sockets are bound to every address, since interfaces come,
 * go and change theirs, and who came to one that is not meant is closed before anything
 * is read of him.
 */
public final class ListeningScope {

	private final Predicate<InetAddress> addresses;

	private ListeningScope(Predicate<InetAddress> addresses) {
		this.addresses = addresses;
	}

	/**
	 * Return the scope that includes all.
	 * @return the scope
	 */
	public static ListeningScope everywhere() {
		return new ListeningScope((address) -> true);
	}

	/**
	 * Return a scope of some addresses and of this machine alone.
	 * @param addresses says which addresses of this machine are meant at the moment; is
	 * asked for each connection, and must not wait
	 * @return the scope
	 */
	public static ListeningScope of(Predicate<InetAddress> addresses) {
		return new ListeningScope(addresses);
	}

	/**
	 * Say whether a connection came to where this machine listens. One from an address to
	 * itself is of this machine: systems take no packet with an address of their own for
	 * its source from elsewhere.
	 * @param local the address that it came to
	 * @param remote the address that it came from
	 * @return whether it may go on
	 */
	public boolean includes(InetAddress local, InetAddress remote) {
		return local.isLoopbackAddress() || local.equals(remote) || this.addresses.test(local);
	}

}
