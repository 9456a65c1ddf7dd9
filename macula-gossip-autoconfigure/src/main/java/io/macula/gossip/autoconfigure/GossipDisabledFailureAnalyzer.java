package io.macula.gossip.autoconfigure;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.service.GossipClusterBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Reports that a bean of ours is missing since {@code macula.gossip.enabled} is
 * {@code false}. Comes before Spring Boot's own report, which would suggest to define
 * one.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class GossipDisabledFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

	private final Environment environment;

	GossipDisabledFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		Class<?> wanted = (cause.getResolvableType() != null) ? cause.getResolvableType().resolve() : null;
		if ((wanted != GossipClusterService.class && wanted != GossipClusterBuilder.class)
				|| this.environment.getProperty("macula.gossip.enabled", Boolean.class, true)) {
			return null;
		}
		return new FailureAnalysis(
				"%s needs a %s, and macula.gossip.enabled=false removes it."
					.formatted((description != null) ? description : "The application", wanted.getSimpleName()),
				"Set macula.gossip.auto-startup=false in its place: every bean is there then, and nothing is started. "
						+ "To do without the beans, inject an ObjectProvider<%s>.".formatted(wanted.getSimpleName()),
				cause);
	}

}
