/**
 * Links to other nodes over Erlang's distribution protocol: EPMD, handshake, ticks and
 * control messages.
 */
@NullMarked
package io.macula.gossip.distribution;

import org.jspecify.annotations.NullMarked;
