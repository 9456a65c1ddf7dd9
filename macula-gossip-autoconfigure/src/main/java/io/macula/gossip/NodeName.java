package io.macula.gossip;

/**
 * The name of a node.
 *
 * @param value the name
 */
public record NodeName(String value) {

}
