/**
 * JGroups, as it comes.
 */
package io.macula.gossip.benchmarks.comparison.jgroups;
