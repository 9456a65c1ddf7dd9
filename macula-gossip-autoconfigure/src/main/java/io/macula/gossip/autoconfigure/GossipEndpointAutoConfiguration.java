package io.macula.gossip.autoconfigure;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.actuate.GossipEndpoint;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link GossipEndpoint}.
 */
@AutoConfiguration(after = GossipAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(GossipClusterService.class)
@ConditionalOnAvailableEndpoint(GossipEndpoint.class)
public final class GossipEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	GossipEndpoint gossipEndpoint(ConfigurableListableBeanFactory beanFactory) {
		return new GossipEndpoint(
				SimpleAutowireCandidateResolver.resolveAutowireCandidates(beanFactory, GossipClusterService.class)
					.values());
	}

}
