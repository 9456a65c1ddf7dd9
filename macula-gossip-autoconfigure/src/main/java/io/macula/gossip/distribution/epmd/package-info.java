/**
 * The Erlang port mapper, by which BEAM nodes find the port of a node: a client, a server
 * for hosts that have none, and what keeps a node registered with either. Knows nothing
 * of links.
 * <p>
 * Source: ERTS User's Guide, "Distribution Protocol", section "EPMD Protocol".
 */
@Internal
@NullMarked
package io.macula.gossip.distribution.epmd;

import io.macula.gossip.Internal;
import org.jspecify.annotations.NullMarked;
