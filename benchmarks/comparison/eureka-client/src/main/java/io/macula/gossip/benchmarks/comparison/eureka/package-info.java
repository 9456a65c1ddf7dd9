/**
 * An application that registers with Eureka, as it comes.
 */
package io.macula.gossip.benchmarks.comparison.eureka;
