package io.macula.gossip.service;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.GossipRefusal;

/**
 * Tells the operator which datagrams are refused, and why: in the log, and for as long as
 * others do not displace them, on request. Thread-safe.
 */
final class Refusals {

	private static final int MAX_REMEMBERED = 64;

	private final RateLimitedLog warnings;

	private final WallClock wallClock;

	private final Map<Source, Count> counts = new LinkedHashMap<>(MAX_REMEMBERED, 0.75f, true);

	Refusals(RateLimitedLog warnings, WallClock wallClock) {
		this.warnings = warnings;
		this.wallClock = wallClock;
	}

	/**
	 * Something was received. Does nothing unless it was refused.
	 */
	void received(AnnouncementResult result, InetSocketAddress from) {
		if (!isRefusal(result)) {
			return;
		}
		InetAddress source = from.getAddress();
		count(result, source, System.nanoTime());
		// What is foreign is no fault: other programs may use the group and port.
		if (result != AnnouncementResult.FOREIGN) {
			this.warnings.warn(kind(result),
					() -> "Refused a datagram from %s: %s".formatted(source.getHostAddress(), explanation(result)));
		}
	}

	/**
	 * Return what was refused, the last ones last.
	 */
	synchronized List<GossipRefusal> list() {
		List<GossipRefusal> refusals = new ArrayList<>();
		this.counts.forEach((source, count) -> refusals.add(new GossipRefusal(source.reason(), source.address(),
				count.number, this.wallClock.toInstant(count.lastAt), explanation(source.reason()))));
		return refusals;
	}

	private synchronized void count(AnnouncementResult reason, InetAddress address, long now) {
		Count count = this.counts.computeIfAbsent(new Source(reason, address), (source) -> new Count());
		count.number++;
		count.lastAt = now;
		if (this.counts.size() > MAX_REMEMBERED) {
			this.counts.remove(this.counts.keySet().iterator().next());
		}
	}

	private static boolean isRefusal(AnnouncementResult result) {
		return switch (result) {
			case SENT, FAILED, ACCEPTED, OWN -> false;
			case CONFLICT, FOREIGN, MALFORMED, UNSIGNED, FORGED, STALE, FULL -> true;
		};
	}

	private static RateLimitedLog.Kind kind(AnnouncementResult refusal) {
		return RateLimitedLog.Kind.valueOf(refusal.name());
	}

	private static String explanation(AnnouncementResult refusal) {
		return switch (refusal) {
			case FOREIGN ->
				"it is no announcement of this cluster's protocol. Another program uses this port, or macula.gossip.protocol differs there.";
			case MALFORMED -> "it holds no valid node name.";
			case UNSIGNED ->
				"it is not signed, and macula.gossip.secret is set here. Set the same secret there if it is one of ours.";
			case FORGED ->
				"its signature was made with another secret. Set the same macula.gossip.secret on both nodes if it is one of ours.";
			case STALE -> "it is a farewell from another time. Are both clocks right?";
			case FULL ->
				"it names a new node and the table is full. Raise macula.gossip.max-nodes, or set macula.gossip.secret if the names are not ours.";
			case CONFLICT -> "it announces this node's own name. Give each node its own with macula.gossip.node-name.";
			default -> throw new IllegalArgumentException("No refusal: " + refusal);
		};
	}

	private record Source(AnnouncementResult reason, InetAddress address) {

	}

	private static final class Count {

		private long number;

		private long lastAt;

	}

}
