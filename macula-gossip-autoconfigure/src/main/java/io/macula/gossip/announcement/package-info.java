/**
 * Announcements: datagram to value and back. Bytes in, values out, no I/O.
 */
@NullMarked
package io.macula.gossip.announcement;

import org.jspecify.annotations.NullMarked;
