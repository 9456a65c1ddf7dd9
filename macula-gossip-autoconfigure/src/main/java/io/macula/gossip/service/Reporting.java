package io.macula.gossip.service;

import java.util.function.Consumer;
import java.util.function.Function;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipEvent;
import org.apache.commons.logging.Log;

/**
 * Where sessions report to. It outlasts them.
 *
 * @param counters counts announcements
 * @param connectTimes measures attempts to link
 * @param logger logs who comes and goes
 * @param warnings logs what goes wrong
 * @param events takes what listeners are to be told, in order
 */
record Reporting(AnnouncementCounters counters, ConnectTimes connectTimes, Log logger, RateLimitedLog warnings,
		Consumer<Function<GossipClusterService, GossipEvent>> events) {

	/**
	 * Tell the listeners of something.
	 * @param event makes the event of the service that it is to come from
	 */
	void publish(Function<GossipClusterService, GossipEvent> event) {
		this.events.accept(event);
	}

}
