package io.macula.gossip.service;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.macula.gossip.GossipEvent;
import io.macula.gossip.NodeName;
import io.macula.gossip.announcement.AnnouncementFormat;
import io.macula.gossip.membership.FailureDetection;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.TaskScheduler;

/**
 * What a {@link GossipClusterBuilder} was told, checked.
 */
record GossipSettings(String cluster, @Nullable NodeName nodeName, String applicationName, InetSocketAddress group,
		int ttl, Duration interval, List<String> interfaces, AnnouncementFormat format, boolean authenticated,
		int maxNodes, FailureDetection failureDetection, TaskScheduler taskScheduler, Clock clock,
		List<Supplier<List<Consumer<GossipEvent>>>> listeners) {

}
