package io.macula.gossip.distribution;

import java.net.InetAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import io.macula.gossip.net.Networks;
import io.macula.gossip.net.QuietClose;
import org.jspecify.annotations.Nullable;

/**
 * The connections that others have opened and whose handshake is not done. One source has
 * half of the places at most: an IPv4 address, or an IPv6 network of 64 bits, of which
 * one address has half of that. A handshake is left alone for a moment, so that a flood
 * of them does not cost a thread each. Whoever comes when there is no place takes that of
 * one that had its moment: of his own address if that has its part, else of his network
 * if that has its half, else of all; of these, the oldest of the address that holds the
 * most. So silent connections keep nobody out. Safe for use by several threads; waits for
 * nothing.
 */
final class HandshakePlaces {

	/**
	 * How long a handshake has its place for certain: some round trips of a LAN.
	 */
	private static final long CERTAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private final Map<Socket, Place> taken = new LinkedHashMap<>();

	private final Map<InetAddress, Integer> takenByNetwork = new HashMap<>();

	private final Map<InetAddress, Integer> takenByAddress = new HashMap<>();

	private final int capacity;

	private final LongSupplier clock;

	private final LongAdder dropped = new LongAdder();

	/**
	 * Create places.
	 * @param capacity how many there are, 1 or more
	 * @param clock tells the time, in nanoseconds of a monotonic clock
	 */
	HandshakePlaces(int capacity, LongSupplier clock) {
		this.capacity = capacity;
		this.clock = clock;
	}

	/**
	 * Give a connection a place, if need be that of another one, which is closed.
	 * @param socket the connection
	 * @return whether it has one
	 */
	boolean take(Socket socket) {
		Socket given = null;
		synchronized (this) {
			InetAddress address = socket.getInetAddress();
			InetAddress network = Networks.of(address);
			int half = (this.capacity + 1) / 2;
			if (!address.equals(network) && taken(this.takenByAddress, address) >= (half + 1) / 2) {
				given = replaceable((place) -> place.address.equals(address));
			}
			else if (taken(this.takenByNetwork, network) >= half) {
				given = replaceable((place) -> Networks.of(place.address).equals(network));
			}
			else if (this.taken.size() >= this.capacity) {
				given = replaceable((place) -> true);
			}
			else {
				put(socket, address);
				return true;
			}
			if (given != null) {
				remove(given);
				put(socket, address);
			}
		}
		this.dropped.increment();
		if (given != null) {
			QuietClose.close(given);
		}
		return given != null;
	}

	/**
	 * Return how many connections got no place, or lost theirs to others.
	 */
	long dropped() {
		return this.dropped.sum();
	}

	/**
	 * A connection needs its place no more. From then on it is not closed for another.
	 * @param socket the connection
	 * @return whether it had not left or lost it before
	 */
	synchronized boolean leave(Socket socket) {
		return remove(socket);
	}

	/**
	 * Close all.
	 */
	void close() {
		List<Socket> all;
		synchronized (this) {
			all = List.copyOf(this.taken.keySet());
		}
		all.forEach(QuietClose::close);
	}

	private void put(Socket socket, InetAddress address) {
		this.taken.put(socket, new Place(address, this.clock.getAsLong()));
		this.takenByAddress.merge(address, 1, Integer::sum);
		this.takenByNetwork.merge(Networks.of(address), 1, Integer::sum);
	}

	private boolean remove(Socket socket) {
		Place place = this.taken.remove(socket);
		if (place == null) {
			return false;
		}
		giveBack(this.takenByAddress, place.address);
		giveBack(this.takenByNetwork, Networks.of(place.address));
		return true;
	}

	private static int taken(Map<InetAddress, Integer> takenBy, InetAddress key) {
		return takenBy.getOrDefault(key, 0);
	}

	private static void giveBack(Map<InetAddress, Integer> takenBy, InetAddress key) {
		takenBy.computeIfPresent(key, (address, places) -> (places > 1) ? places - 1 : null);
	}

	/**
	 * Return the connection that gives its place, unless all are too new for that.
	 */
	private @Nullable Socket replaceable(Predicate<Place> scope) {
		long now = this.clock.getAsLong();
		Socket found = null;
		int most = 0;
		// From the oldest to the newest
		for (Map.Entry<Socket, Place> next : this.taken.entrySet()) {
			Place place = next.getValue();
			if (now - place.since < CERTAIN_NANOS) {
				break;
			}
			int held = taken(this.takenByAddress, place.address);
			if (held > most && scope.test(place)) {
				most = held;
				found = next.getKey();
			}
		}
		return found;
	}

	private record Place(InetAddress address, long since) {

	}

}
