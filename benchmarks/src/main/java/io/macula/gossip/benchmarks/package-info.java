/**
 * What the product costs.
 */
package io.macula.gossip.benchmarks;
