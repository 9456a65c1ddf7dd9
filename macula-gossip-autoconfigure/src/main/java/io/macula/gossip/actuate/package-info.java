/**
 * What operators see: endpoint, health and meters.
 */
@NullMarked
package io.macula.gossip.actuate;

import org.jspecify.annotations.NullMarked;
