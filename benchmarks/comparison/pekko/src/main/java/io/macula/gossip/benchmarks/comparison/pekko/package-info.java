/**
 * Pekko Cluster, as it comes.
 */
package io.macula.gossip.benchmarks.comparison.pekko;
