package io.macula.gossip.membership;

import java.net.InetAddress;
import java.util.Map;

import io.macula.gossip.NodeName;
import io.macula.gossip.NodeState;
import org.jspecify.annotations.Nullable;

/**
 * A place in the table. Mutable; owned by whoever owns the {@link Membership}.
 */
final class MemberEntry {

	final NodeName name;

	final long discoveredAt;

	NodeState state = NodeState.DISCOVERED;

	InetAddress address;

	/**
	 * When its last announcement came, or its link up if none came since.
	 */
	long lastHeardAt;

	/**
	 * When it last showed in any way that it is alive.
	 */
	long lastAliveAt;

	@Nullable Long connectedAt;

	@Nullable String downCause;

	Map<String, String> metadata = Map.of();

	boolean connecting;

	int failedConnects;

	long connectFrom;

	long probeDeadline;

	MemberEntry(NodeName name, InetAddress address, long now) {
		this.name = name;
		this.address = address;
		this.discoveredAt = now;
		this.lastHeardAt = now;
		this.lastAliveAt = now;
		this.connectFrom = now;
	}

	boolean isUp() {
		return this.state != NodeState.DISCOVERED;
	}

	Member snapshot() {
		return new Member(this.name, this.state, this.address, this.discoveredAt, this.connectedAt, this.lastHeardAt,
				this.downCause, this.metadata);
	}

}
