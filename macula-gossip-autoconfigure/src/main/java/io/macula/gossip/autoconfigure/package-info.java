/**
 * Auto-configuration for Spring Boot.
 */
@NullMarked
package io.macula.gossip.autoconfigure;

import org.jspecify.annotations.NullMarked;
