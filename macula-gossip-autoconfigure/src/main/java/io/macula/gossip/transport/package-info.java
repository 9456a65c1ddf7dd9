/**
 * Where datagrams, links and time come from: the network, or memory in tests.
 */
@Internal
@NullMarked
package io.macula.gossip.transport;

import io.macula.gossip.Internal;
import org.jspecify.annotations.NullMarked;
