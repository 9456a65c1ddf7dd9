/**
 * Java values as messages and back: types that survive between JVM nodes, and plain terms
 * for all others. No I/O, no threads.
 */
@Internal
@NullMarked
package io.macula.gossip.message;

import io.macula.gossip.Internal;
import org.jspecify.annotations.NullMarked;
