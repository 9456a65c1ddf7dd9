package io.macula.gossip;

/**
 * How the delivery of events stands. Immutable.
 *
 * @param waiting how many events wait for a listener
 * @param dropped how many {@link NodeDiscoveredEvent}s were dropped since the service was
 * made, because too many waited; no other event ever is
 */
public record EventStatistics(long waiting, long dropped) {

}
