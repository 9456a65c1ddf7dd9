package io.macula.gossip.service;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipMessageHandler;
import io.macula.gossip.LinkSettings;
import io.macula.gossip.NodeName;
import io.macula.gossip.testing.Loopback;
import org.awaitility.Awaitility;

/**
 * Two services of this process with a link between them.
 */
final class LinkedPair implements AutoCloseable {

	static final NodeName A = NodeName.of("a@127.0.0.1");

	static final NodeName B = NodeName.of("b@127.0.0.1");

	static final Duration PATIENCE = Duration.ofSeconds(10);

	private final TestCluster cluster = new TestCluster();

	private final int epmdPort = Loopback.freePort();

	final GossipClusterService a;

	final GossipClusterService b;

	LinkedPair(Consumer<GossipClusterBuilder> settings) {
		this.a = node(A, settings);
		this.b = node(B, settings);
		this.a.start();
		this.b.start();
		Awaitility.await()
			.pollInterval(Duration.ofMillis(10))
			.until(() -> this.a.getConnected().contains(B) && this.b.getConnected().contains(A));
	}

	private GossipClusterService node(NodeName name, Consumer<GossipClusterBuilder> settings) {
		return this.cluster.node(name.value(), (builder) -> {
			settings.accept(builder);
			return builder.connectionMode(ConnectionMode.DISTRIBUTION).links((links) -> {
				links.setCookie("cookie");
				links.setEpmdPort(this.epmdPort);
			});
		});
	}

	/**
	 * Return how a node links that wants to be a third.
	 */
	LinkSettings linkSettings() {
		LinkSettings links = new LinkSettings();
		links.setEpmdPort(this.epmdPort);
		return links;
	}

	/**
	 * Have the second node answer calls.
	 */
	void answer(String process, GossipMessageHandler handler) {
		this.b.getMessenger().register(process, handler);
	}

	/**
	 * Have the first node call the second.
	 */
	<T> CompletableFuture<T> call(String process, Object request, Class<T> type) {
		return this.a.getMessenger().call(B, process, request, type, PATIENCE);
	}

	@Override
	public void close() {
		this.cluster.close();
	}

}
