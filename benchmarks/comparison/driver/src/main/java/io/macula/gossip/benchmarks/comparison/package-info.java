/**
 * This and other systems side by side: one driver, and what their nodes have in common.
 */
package io.macula.gossip.benchmarks.comparison;
