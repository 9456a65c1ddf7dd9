/**
 * How large a cluster can be, and how fast its links are: nodes in processes of their
 * own, driven from here. {@code benchmarks/scale.sh} runs it.
 */
@NullMarked
package io.macula.gossip.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
