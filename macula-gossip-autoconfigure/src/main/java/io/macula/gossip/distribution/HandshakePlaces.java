package io.macula.gossip.distribution;

import java.net.InetAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.macula.gossip.net.Networks;
import io.macula.gossip.net.QuietClose;
import org.jspecify.annotations.Nullable;

/**
 * The connections that others have opened and whose handshake is not done. One source has
 * half of the places at most: an IPv4 address, or an IPv6 network of 64 bits, of which
 * one address has half of that. Whoever comes when there is none takes that of the oldest
 * one of his own address, or where others hold all, of the address that holds the most,
 * of his network if that has its half: so silent connections keep nobody out. A handshake
 * is left alone for a moment first, so that a flood of them does not cost a thread each.
 * Safe for use by several threads; waits for nothing.
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
				given = oldest(address);
			}
			else if (taken(this.takenByNetwork, network) >= half) {
				given = oldest(busiest(network));
			}
			else if (this.taken.size() >= this.capacity) {
				given = oldest(busiest(null));
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
		if (given != null) {
			QuietClose.close(given);
		}
		return given != null;
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
	 * Return the oldest connection of an address, unless it is too new to give its place.
	 */
	private @Nullable Socket oldest(InetAddress address) {
		Iterator<Map.Entry<Socket, Place>> oldestFirst = this.taken.entrySet().iterator();
		while (oldestFirst.hasNext()) {
			Map.Entry<Socket, Place> next = oldestFirst.next();
			if (next.getValue().address.equals(address)) {
				return (this.clock.getAsLong() - next.getValue().since >= CERTAIN_NANOS) ? next.getKey() : null;
			}
		}
		return null;
	}

	/**
	 * Return the address that holds the most, of a network or of all.
	 */
	private InetAddress busiest(@Nullable InetAddress network) {
		return this.takenByAddress.entrySet()
			.stream()
			.filter((taken) -> network == null || Networks.of(taken.getKey()).equals(network))
			.max(Map.Entry.comparingByValue())
			.orElseThrow()
			.getKey();
	}

	private record Place(InetAddress address, long since) {

	}

}
