package io.macula.gossip.autoconfigure;

import io.macula.gossip.GossipClusterService;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Tells whoever starts an application that nothing keeps alive what it needs: our own
 * threads do not, so that a batch job may take part in a cluster and end.
 */
class KeepAliveAdvice implements ApplicationListener<ApplicationReadyEvent> {

	private static final Log logger = LogFactory.getLog(KeepAliveAdvice.class);

	private final ObjectProvider<GossipClusterService> services;

	KeepAliveAdvice(ObjectProvider<GossipClusterService> services) {
		this.services = services;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		boolean kept = event.getApplicationContext()
			.getEnvironment()
			.getProperty("spring.main.keep-alive", Boolean.class, false);
		if (!kept && isAnyRunning() && !isAnotherThreadAlive()) {
			logger
				.warn("Nothing keeps this application running: it leaves its cluster and ends as soon as main() does. "
						+ "Set spring.main.keep-alive=true if it is to stay");
		}
	}

	private boolean isAnyRunning() {
		return this.services.stream(ObjectProvider.UNFILTERED).anyMatch(GossipClusterService::isRunning);
	}

	private static boolean isAnotherThreadAlive() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.anyMatch((thread) -> !thread.isDaemon() && thread != Thread.currentThread()
					&& !"DestroyJavaVM".equals(thread.getName()));
	}

}
