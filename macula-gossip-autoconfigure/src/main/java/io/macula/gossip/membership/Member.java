package io.macula.gossip.membership;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import io.macula.gossip.NodeName;
import io.macula.gossip.NodeState;
import org.jspecify.annotations.Nullable;

/**
 * A node in the table, at one moment. Times are in nanoseconds of the monotonic clock
 * that the inputs carry. Immutable.
 *
 * @param name name of the node
 * @param state what is known of it
 * @param address where its last announcement came from
 * @param port the UDP port there that it came from; 0 if none came from there yet
 * @param discoveredAt when it was first heard
 * @param connectedAt when it last came up; {@code null} if it is not up
 * @param lastHeardAt when its last announcement came
 * @param downCause why it is not up; {@code null} if it is up or never was
 * @param introduction what it told of itself over its link
 */
public record Member(NodeName name, NodeState state, InetAddress address, int port, long discoveredAt,
		@Nullable Long connectedAt, long lastHeardAt, @Nullable String downCause, Introduction introduction) {

	Member heardAt(long heardAt) {
		return (heardAt == this.lastHeardAt) ? this : new Member(this.name, this.state, this.address, this.port,
				this.discoveredAt, this.connectedAt, heardAt, this.downCause, this.introduction);
	}

	/**
	 * Return where its announcements come from.
	 * @return the socket, or {@code null} if none came from where it is
	 */
	public @Nullable InetSocketAddress source() {
		return (this.port != 0) ? new InetSocketAddress(this.address, this.port) : null;
	}

}
