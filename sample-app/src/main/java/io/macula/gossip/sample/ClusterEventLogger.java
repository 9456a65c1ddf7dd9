package io.macula.gossip.sample;

import io.macula.gossip.NodeDownEvent;
import io.macula.gossip.NodeUpEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Logs who comes and goes.
 */
@Component
class ClusterEventLogger {

	private static final Logger logger = LoggerFactory.getLogger(ClusterEventLogger.class);

	@EventListener
	void joined(NodeUpEvent event) {
		logger.info("{} is up", event.getNode().name());
	}

	@EventListener
	void left(NodeDownEvent event) {
		logger.info("{} is down: {}", event.getNode().name(), event.getReason());
	}

}
