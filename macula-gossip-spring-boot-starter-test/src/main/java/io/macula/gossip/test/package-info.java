/**
 * What applications' tests need: a network in memory with nodes that come and go at the
 * test's word, or the real thing on loopback.
 */
@NullMarked
package io.macula.gossip.test;

import org.jspecify.annotations.NullMarked;
