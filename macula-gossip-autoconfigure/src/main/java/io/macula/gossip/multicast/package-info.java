/**
 * Sockets, interfaces and groups. Knows nothing of what the datagrams say.
 */
@Internal
@NullMarked
package io.macula.gossip.multicast;

import io.macula.gossip.Internal;
import org.jspecify.annotations.NullMarked;
