package io.macula.gossip.membership;

import java.time.Duration;

import io.macula.gossip.ConnectionMode;

/**
 * What a {@link Membership} goes by.
 *
 * @param mode what makes a node count as connected
 * @param interval time between two announcements of a node
 * @param limits how long a node may be silent
 * @param maxNodes most nodes in the table, at least 1
 */
public record MembershipSettings(ConnectionMode mode, Duration interval, FailureDetection limits, int maxNodes) {

}
