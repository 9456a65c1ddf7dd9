package io.macula.gossip.multicast;

import java.util.List;

/**
 * Which interfaces to use.
 *
 * @param interfaces the interfaces, possibly none
 * @param problems what was asked for and is not there, in words
 */
record InterfaceBindings(List<InterfaceBinding> interfaces, List<String> problems) {

}
