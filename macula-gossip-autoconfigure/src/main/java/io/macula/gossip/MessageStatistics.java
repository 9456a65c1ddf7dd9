package io.macula.gossip;

/**
 * What became of the messages that other nodes sent to handlers here. Immutable.
 *
 * @param dropped how many were dropped since the service was made, because too many
 * waited for their handler; calls among them failed at once
 */
public record MessageStatistics(long dropped) {

}
