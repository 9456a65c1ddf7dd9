/**
 * Eureka's registry, as it comes.
 */
package io.macula.gossip.benchmarks.comparison.eureka;
