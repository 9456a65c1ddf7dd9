package io.macula.gossip.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Reports an {@link UnsupportedSpringBootException} with the version that is needed.
 */
class UnsupportedSpringBootFailureAnalyzer extends AbstractFailureAnalyzer<UnsupportedSpringBootException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnsupportedSpringBootException cause) {
		return new FailureAnalysis(
				"macula-gossip-spring-boot-starter needs Spring Boot 4.0 or later, and this application runs on %s."
					.formatted(cause.getVersion()),
				"Move the application to Spring Boot 4.0 or later, or leave macula-gossip-spring-boot-starter out.",
				cause);
	}

}
