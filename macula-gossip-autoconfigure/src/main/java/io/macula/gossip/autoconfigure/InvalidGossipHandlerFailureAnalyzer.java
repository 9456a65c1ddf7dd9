package io.macula.gossip.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Reports an {@link InvalidGossipHandlerException} with the method and the remedy.
 */
class InvalidGossipHandlerFailureAnalyzer extends AbstractFailureAnalyzer<InvalidGossipHandlerException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidGossipHandlerException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.getRemedy(), cause);
	}

}
