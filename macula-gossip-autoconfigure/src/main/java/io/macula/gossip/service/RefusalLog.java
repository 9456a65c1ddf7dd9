package io.macula.gossip.service;

import java.net.InetSocketAddress;

import io.macula.gossip.AnnouncementResult;
import org.jspecify.annotations.Nullable;

/**
 * Tells the operator why datagrams are refused. Thread-safe.
 */
final class RefusalLog {

	private final RateLimitedLog warnings;

	RefusalLog(RateLimitedLog warnings) {
		this.warnings = warnings;
	}

	void refused(AnnouncementResult result, InetSocketAddress source) {
		RateLimitedLog.Kind kind = kind(result);
		if (kind != null) {
			this.warnings.warn(kind, () -> "Refused a datagram from %s: %s"
				.formatted(source.getAddress().getHostAddress(), explanation(kind)));
		}
	}

	/**
	 * What is foreign is no fault: other programs may use the group and port.
	 */
	private static RateLimitedLog.@Nullable Kind kind(AnnouncementResult result) {
		return switch (result) {
			case MALFORMED -> RateLimitedLog.Kind.MALFORMED;
			case UNSIGNED -> RateLimitedLog.Kind.UNSIGNED;
			case FORGED -> RateLimitedLog.Kind.FORGED;
			case STALE -> RateLimitedLog.Kind.STALE;
			case FULL -> RateLimitedLog.Kind.FULL;
			case CONFLICT -> RateLimitedLog.Kind.CONFLICT;
			default -> null;
		};
	}

	private static String explanation(RateLimitedLog.Kind kind) {
		return switch (kind) {
			case MALFORMED -> "it holds no valid node name.";
			case UNSIGNED ->
				"it is not signed, and macula.gossip.secret is set here. Set the same secret there if it is one of ours.";
			case FORGED ->
				"its signature was made with another secret. Set the same macula.gossip.secret on both nodes if it is one of ours.";
			case STALE -> "it is a farewell from another time. Are both clocks right?";
			case FULL ->
				"it names a new node and the table is full. Raise macula.gossip.max-nodes, or set macula.gossip.secret if the names are not ours.";
			case CONFLICT -> "it announces this node's own name. Give each node its own with macula.gossip.node-name.";
			default -> throw new IllegalArgumentException("No refusal: " + kind);
		};
	}

}
