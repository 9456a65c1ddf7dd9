/**
 * Auto-configuration for Spring Boot.
 */
@Internal
@NullMarked
package io.macula.gossip.autoconfigure;

import io.macula.gossip.Internal;
import org.jspecify.annotations.NullMarked;
