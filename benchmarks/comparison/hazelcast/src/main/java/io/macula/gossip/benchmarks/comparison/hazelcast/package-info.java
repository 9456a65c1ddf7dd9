/**
 * Hazelcast, as it comes.
 */
package io.macula.gossip.benchmarks.comparison.hazelcast;
