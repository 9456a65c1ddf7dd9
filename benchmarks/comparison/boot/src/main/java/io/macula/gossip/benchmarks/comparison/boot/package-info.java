/**
 * This system, in an application of Spring Boot.
 */
package io.macula.gossip.benchmarks.comparison.boot;
