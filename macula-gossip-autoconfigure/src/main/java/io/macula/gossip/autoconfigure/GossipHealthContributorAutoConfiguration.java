package io.macula.gossip.autoconfigure;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.actuate.GossipHealthIndicator;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.CompositeHealthContributorConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link GossipHealthIndicator}.
 */
@AutoConfiguration(after = GossipAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnEnabledHealthIndicator.class)
@ConditionalOnBean(GossipClusterService.class)
@ConditionalOnEnabledHealthIndicator("gossip")
@EnableConfigurationProperties(GossipProperties.class)
public final class GossipHealthContributorAutoConfiguration
		extends CompositeHealthContributorConfiguration<GossipHealthIndicator, GossipClusterService> {

	GossipHealthContributorAutoConfiguration(GossipProperties properties) {
		super((service) -> new GossipHealthIndicator(service, properties.getHealth().getMinimumNodes()));
	}

	@Bean
	@ConditionalOnMissingBean(name = { "gossipHealthIndicator", "gossipHealthContributor" })
	HealthContributor gossipHealthContributor(ConfigurableListableBeanFactory beanFactory) {
		return createContributor(beanFactory, GossipClusterService.class);
	}

}
