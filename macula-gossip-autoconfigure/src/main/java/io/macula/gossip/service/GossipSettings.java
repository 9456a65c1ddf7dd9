package io.macula.gossip.service;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.macula.gossip.GossipEvent;
import io.macula.gossip.GossipPeerSource;
import io.macula.gossip.LinkSettings;
import io.macula.gossip.NodeName;
import io.macula.gossip.Protocol;
import io.macula.gossip.announcement.AnnouncementFormat;
import io.macula.gossip.membership.MembershipSettings;
import io.macula.gossip.message.MessageCodec;
import io.macula.gossip.message.MessageObserver;
import io.macula.gossip.transport.Transport;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.TaskScheduler;

/**
 * What a {@link GossipClusterBuilder} was told, checked. Its cookies are {@code null}
 * where nodes do not link.
 */
record GossipSettings(String cluster, boolean autoStartup, @Nullable NodeName nodeName,
		@Nullable String applicationName, InetSocketAddress group, int ttl, List<String> interfaces,
		List<GossipPeerSource> peerSources, Protocol protocol, AnnouncementFormat format, boolean authenticated,
		MembershipSettings membership, LinkSettings links, @Nullable CookieChoice cookies, Transport transport,
		MessageCodec codec, MessageObserver observer, Supplier<Map<String, String>> metadata,
		TaskScheduler taskScheduler, DaemonThreads threads, Clock clock,
		List<Supplier<List<Consumer<GossipEvent>>>> listeners) {

	GossipSettings {
		links = new LinkSettings(links);
	}

	Duration interval() {
		return this.membership.interval();
	}

	/**
	 * Say whether who has no key can become a member.
	 */
	boolean open() {
		return (this.cookies != null) ? this.cookies.open() || this.cookies.acceptsWhatAllKnow() : !this.authenticated;
	}

}
