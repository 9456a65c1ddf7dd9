package io.macula.gossip.service;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.GossipRefusal;
import org.jspecify.annotations.Nullable;

/**
 * Tells the operator which datagrams are refused, and why: in the log, and for as long as
 * others do not displace them, on request. Thread-safe.
 */
final class Refusals {

	private static final int MAX_REMEMBERED = 64;

	/**
	 * What a result means if it is a refusal.
	 */
	private static final Map<AnnouncementResult, Meaning> MEANINGS = new EnumMap<>(AnnouncementResult.class);

	static {
		for (AnnouncementResult result : AnnouncementResult.values()) {
			Meaning meaning = meaning(result);
			if (meaning != null) {
				MEANINGS.put(result, meaning);
			}
		}
	}

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
		Meaning meaning = MEANINGS.get(result);
		if (meaning == null) {
			return;
		}
		InetAddress source = from.getAddress();
		count(result, source, System.nanoTime());
		RateLimitedLog.Kind kind = meaning.kind();
		if (kind != null) {
			this.warnings.note(kind,
					() -> "Refused a datagram from %s: %s".formatted(source.getHostAddress(), meaning.explanation()));
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

	private static @Nullable Meaning meaning(AnnouncementResult result) {
		return switch (result) {
			case SENT, FAILED, ACCEPTED, PROOF, OWN -> null;
			// What is foreign is no fault: other programs may use the group and port.
			case FOREIGN -> new Meaning(null,
					"it is no announcement of this cluster's protocol. Another program uses this port, or macula.gossip.protocol differs there.");
			case MALFORMED -> new Meaning(RateLimitedLog.Kind.MALFORMED, "it holds no valid node name.");
			case UNSIGNED -> new Meaning(RateLimitedLog.Kind.UNSIGNED,
					"it is not signed, and macula.gossip.secret is set here. Set the same secret there if it is one of ours.");
			case FORGED -> new Meaning(RateLimitedLog.Kind.FORGED,
					"its signature was made with another secret or cookie. Set the same macula.gossip.secret on both nodes if it is one of ours.");
			case STALE -> new Meaning(RateLimitedLog.Kind.STALE,
					"it is a farewell from another time or another host than its node's. Are both clocks right?");
			case FULL -> new Meaning(RateLimitedLog.Kind.FULL,
					"it names a new node, and the table is full or holds as many nodes of its address as it may. Raise macula.gossip.max-nodes, or set macula.gossip.secret if the names are not ours.");
			case LIMITED -> new Meaning(null, "its host asks this node for more proofs of the key than one may.");
			case CONFLICT -> new Meaning(RateLimitedLog.Kind.CONFLICT,
					"it announces this node's own name. Give each node its own with macula.gossip.node-name.");
		};
	}

	private static String explanation(AnnouncementResult refusal) {
		return Objects.requireNonNull(MEANINGS.get(refusal)).explanation();
	}

	/**
	 * What to say of a refusal.
	 *
	 * @param kind the kind of warning, or {@code null} if it is none
	 * @param explanation what is wrong and what helps
	 */
	private record Meaning(RateLimitedLog.@Nullable Kind kind, String explanation) {

	}

	private record Source(AnnouncementResult reason, InetAddress address) {

	}

	private static final class Count {

		private long number;

		private long lastAt;

	}

}
