/**
 * A Spring MVC application that uses the starter as any user would.
 */
package io.macula.gossip.sample;
