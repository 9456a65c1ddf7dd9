package io.macula.gossip.service;

import java.util.function.BiConsumer;

import io.macula.gossip.GossipNode;
import io.macula.gossip.membership.Effect;
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
		BiConsumer<Effect, GossipNode> events) {

}
