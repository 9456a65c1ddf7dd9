package io.macula.gossip;

/**
 * What became of the messages that other nodes sent to handlers here. Immutable.
 *
 * @param dropped how many were dropped since the service was made: because too many
 * waited for their handler, where calls failed at once, or because they were too large,
 * each or together
 */
public record MessageStatistics(long dropped) {

}
