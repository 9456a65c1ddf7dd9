/**
 * What operators see: endpoint, health and meters.
 */
@Internal
@NullMarked
package io.macula.gossip.actuate;

import io.macula.gossip.Internal;
import org.jspecify.annotations.NullMarked;
