package io.macula.gossip.autoconfigure;

import io.macula.gossip.GossipConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Reports a {@link GossipConfigurationException} with the property and the place where it
 * is set.
 */
class GossipConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<GossipConfigurationException> {

	private final Environment environment;

	GossipConfigurationFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, GossipConfigurationException cause) {
		String property = "macula.gossip." + cause.getSetting();
		String description = "Configuration property '%s'%s cannot be used: %s".formatted(property,
				describeOrigin(property), cause.getProblem());
		return new FailureAnalysis(description, cause.getRemedy(), cause);
	}

	private String describeOrigin(String property) {
		ConfigurationProperty configured = find(property);
		if (configured == null) {
			return "";
		}
		return (configured.getOrigin() != null) ? " (set in %s)".formatted(configured.getOrigin()) : "";
	}

	private @Nullable ConfigurationProperty find(String property) {
		ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty configured = source.getConfigurationProperty(name);
			if (configured != null) {
				return configured;
			}
		}
		return null;
	}

}
