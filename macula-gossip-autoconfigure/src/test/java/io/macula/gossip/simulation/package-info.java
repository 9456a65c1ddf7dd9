/**
 * A cluster without a socket, a thread or a sleep, for tests and for benchmarks, which
 * compile it once more: it knows the JDK and what is tested alone.
 */
@NullMarked
package io.macula.gossip.simulation;

import org.jspecify.annotations.NullMarked;
