package io.macula.gossip.membership;

import java.net.InetAddress;

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

	long lastHeardAt;

	@Nullable Long connectedAt;

	@Nullable String downCause;

	MemberEntry(NodeName name, InetAddress address, long now) {
		this.name = name;
		this.address = address;
		this.discoveredAt = now;
		this.lastHeardAt = now;
	}

	boolean isUp() {
		return this.state != NodeState.DISCOVERED;
	}

	Member snapshot() {
		return new Member(this.name, this.state, this.address, this.discoveredAt, this.connectedAt, this.lastHeardAt,
				this.downCause);
	}

}
