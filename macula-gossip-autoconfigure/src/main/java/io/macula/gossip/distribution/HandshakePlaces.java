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
 * half of the places at most. Whoever comes when there is none takes that of the oldest
 * one of his own source, or where others hold all, of the source that holds the most: so
 * silent connections keep nobody out. A handshake is left alone for a moment first, so
 * that a flood of them does not cost a thread each. Safe for use by several threads;
 * waits for nothing.
 */
final class HandshakePlaces {

	/**
	 * How long a handshake has its place for certain: some round trips of a LAN.
	 */
	private static final long CERTAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private final Map<Socket, Place> taken = new LinkedHashMap<>();

	private final Map<InetAddress, Integer> takenBySource = new HashMap<>();

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
			InetAddress source = Networks.of(socket.getInetAddress());
			int ofSource = this.takenBySource.getOrDefault(source, 0);
			if (ofSource >= (this.capacity + 1) / 2) {
				given = oldest(source);
			}
			else if (this.taken.size() >= this.capacity) {
				given = oldest(busiest());
			}
			else {
				put(socket, source);
				return true;
			}
			if (given != null) {
				remove(given);
				put(socket, source);
			}
		}
		if (given != null) {
			QuietClose.close(given);
		}
		return given != null;
	}

	/**
	 * A connection needs its place no more.
	 * @param socket the connection, which may have lost it before
	 */
	synchronized void leave(Socket socket) {
		remove(socket);
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

	private void put(Socket socket, InetAddress source) {
		this.taken.put(socket, new Place(source, this.clock.getAsLong()));
		this.takenBySource.merge(source, 1, Integer::sum);
	}

	private void remove(Socket socket) {
		Place place = this.taken.remove(socket);
		if (place != null) {
			this.takenBySource.computeIfPresent(place.source, (source, taken) -> (taken > 1) ? taken - 1 : null);
		}
	}

	/**
	 * Return the oldest connection of a source, unless it is too new to give its place.
	 */
	private @Nullable Socket oldest(InetAddress source) {
		Iterator<Map.Entry<Socket, Place>> oldestFirst = this.taken.entrySet().iterator();
		while (oldestFirst.hasNext()) {
			Map.Entry<Socket, Place> next = oldestFirst.next();
			if (next.getValue().source.equals(source)) {
				return (this.clock.getAsLong() - next.getValue().since >= CERTAIN_NANOS) ? next.getKey() : null;
			}
		}
		return null;
	}

	private InetAddress busiest() {
		return this.takenBySource.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
	}

	private record Place(InetAddress source, long since) {

	}

}
