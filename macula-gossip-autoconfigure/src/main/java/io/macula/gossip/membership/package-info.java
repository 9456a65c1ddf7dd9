/**
 * Who is discovered, connected, suspected and gone: a state machine without I/O, threads
 * or a clock. Inputs go in one at a time with the current time; effects come out.
 */
@Internal
@NullMarked
package io.macula.gossip.membership;

import io.macula.gossip.Internal;
import org.jspecify.annotations.NullMarked;
