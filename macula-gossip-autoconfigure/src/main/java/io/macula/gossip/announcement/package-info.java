/**
 * Announcements: datagram to value and back. Bytes in, values out, no I/O.
 */
@Internal
@NullMarked
package io.macula.gossip.announcement;

import io.macula.gossip.Internal;
import org.jspecify.annotations.NullMarked;
