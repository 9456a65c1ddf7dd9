package io.macula.gossip.multicast;

import java.util.List;

/**
 * Interfaces, to be used or used.
 *
 * @param interfaces the interfaces, possibly none
 * @param problems why one that was asked for is not among them, in sentences
 */
record InterfaceBindings(List<InterfaceBinding> interfaces, List<String> problems) {

}
