package io.macula.gossip.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Conditional;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that brings nothing, and ends the
 * start where Spring Boot is too old. A class of its own, since Spring Boot 3 fails while
 * it reads the annotations of the others.
 */
@AutoConfiguration(before = GossipAutoConfiguration.class)
@Conditional(OnSupportedSpringBoot.class)
public final class SupportedSpringBootAutoConfiguration {

}
