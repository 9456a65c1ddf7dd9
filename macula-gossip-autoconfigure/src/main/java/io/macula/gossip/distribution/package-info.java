/**
 * Links to other nodes over Erlang's distribution protocol: EPMD, handshake, ticks and
 * control messages.
 */
@Internal
@NullMarked
package io.macula.gossip.distribution;

import io.macula.gossip.Internal;
import org.jspecify.annotations.NullMarked;
