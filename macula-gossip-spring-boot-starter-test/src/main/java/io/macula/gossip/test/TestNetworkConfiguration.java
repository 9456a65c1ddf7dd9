package io.macula.gossip.test;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * What {@link AutoConfigureTestGossip} brings.
 */
@Configuration(proxyBeanMethods = false)
class TestNetworkConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@Order(Ordered.LOWEST_PRECEDENCE)
	GossipTestNetwork gossipTestNetwork() {
		return new GossipTestNetwork();
	}

}
