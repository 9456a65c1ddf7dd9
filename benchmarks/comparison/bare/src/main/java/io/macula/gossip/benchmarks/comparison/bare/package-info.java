/**
 * This system, in a JVM without Spring Boot.
 */
package io.macula.gossip.benchmarks.comparison.bare;
