package io.macula.gossip.multicast;

import java.util.List;

/**
 * Which interfaces to use.
 *
 * @param interfaces the interfaces, possibly none
 * @param problems what was asked for and is not there, in words
 */
record Selection(List<SelectedInterface> interfaces, List<String> problems) {

}
