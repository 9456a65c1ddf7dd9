package io.macula.gossip.multicast;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Where our datagrams came from that may still be on their way back: sockets that are
 * closed, addresses that are gone. They are forgotten after a while, since the system
 * gives addresses and ports to others. Thread-safe; who asks waits for nobody.
 */
final class FormerSources {

	private static final int MAX_REMEMBERED = 32;

	private static final long MEMORY_NANOS = Duration.ofSeconds(30).toNanos();

	private final LongSupplier nanoTime;

	private volatile List<Former> remembered = List.of();

	FormerSources(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	synchronized void add(InetSocketAddress source) {
		long now = this.nanoTime.getAsLong();
		List<Former> all = new ArrayList<>(this.remembered);
		all.removeIf((former) -> now - former.since() > MEMORY_NANOS || former.source().equals(source));
		all.add(new Former(source, now));
		this.remembered = List.copyOf(all.subList(Math.max(0, all.size() - MAX_REMEMBERED), all.size()));
	}

	/**
	 * Say whether a datagram came from one of them. Is asked for each that another sent:
	 * makes no garbage.
	 */
	boolean contain(InetSocketAddress source) {
		List<Former> all = this.remembered;
		for (int i = 0; i < all.size(); i++) {
			Former former = all.get(i);
			if (former.source().equals(source)) {
				return this.nanoTime.getAsLong() - former.since() <= MEMORY_NANOS;
			}
		}
		return false;
	}

	private record Former(InetSocketAddress source, long since) {

	}

}
