/**
 * Sockets, interfaces and groups. Knows nothing of what the datagrams say.
 */
@NullMarked
package io.macula.gossip.multicast;

import org.jspecify.annotations.NullMarked;
