/**
 * The Erlang port mapper, by which BEAM nodes find the port of a node: a client, a server
 * for hosts that have none, and what keeps a node registered with either. Knows nothing
 * of links.
 * <p>
 * Source: ERTS User's Guide, "Distribution Protocol", section "EPMD Protocol".
 */
@NullMarked
package io.macula.gossip.distribution.epmd;

import org.jspecify.annotations.NullMarked;
