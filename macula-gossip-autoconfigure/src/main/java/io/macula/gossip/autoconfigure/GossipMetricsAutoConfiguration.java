package io.macula.gossip.autoconfigure;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.actuate.GossipMetrics;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link GossipMetrics}.
 */
@AutoConfiguration(after = { GossipAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class })
@ConditionalOnClass({ MeterRegistry.class, CompositeMeterRegistryAutoConfiguration.class })
@ConditionalOnBean({ MeterRegistry.class, GossipClusterService.class })
public final class GossipMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	GossipMetrics gossipMetrics(ConfigurableListableBeanFactory beanFactory) {
		return new GossipMetrics(
				SimpleAutowireCandidateResolver.resolveAutowireCandidates(beanFactory, GossipClusterService.class)
					.values());
	}

}
