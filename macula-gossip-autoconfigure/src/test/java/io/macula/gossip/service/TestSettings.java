package io.macula.gossip.service;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipPeerSource;
import io.macula.gossip.LinkSettings;
import io.macula.gossip.NodeName;
import io.macula.gossip.Protocol;
import io.macula.gossip.announcement.MaculaFormat;
import io.macula.gossip.membership.FailureDetection;
import io.macula.gossip.membership.MembershipSettings;
import io.macula.gossip.message.MessageCodec;
import io.macula.gossip.message.MessageObserver;
import io.macula.gossip.net.IpLiteral;
import io.macula.gossip.transport.Transport;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Settings of nodes in heartbeat mode, for tests of what takes part in one.
 */
final class TestSettings {

	static final int PORT = 45892;

	private static final Duration INTERVAL = Duration.ofMillis(1500);

	private TestSettings() {
	}

	static GossipSettings of(String group, @Nullable NodeName nodeName) {
		return of(group, nodeName, List.of());
	}

	/**
	 * Return settings with a scheduler that runs nothing until it is initialized.
	 */
	static GossipSettings of(String group, @Nullable NodeName nodeName, List<GossipPeerSource> peers) {
		return new GossipSettings("test", true, nodeName, "orders", new InetSocketAddress(IpLiteral.parse(group), PORT),
				1, List.of(), peers, Protocol.MACULA, new MaculaFormat(List.of(), 10), false,
				new MembershipSettings(ConnectionMode.HEARTBEAT, INTERVAL, FailureDetection.forInterval(INTERVAL), 10),
				new LinkSettings(), null, Transport.sockets(), new MessageCodec(null), MessageObserver.NONE, Map::of,
				new ThreadPoolTaskScheduler(), new DaemonThreads(Thread::new), Clock.systemUTC(), List.of());
	}

}
