package io.macula.gossip.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipEvent;
import io.macula.gossip.GossipListener;
import io.macula.gossip.GossipNode;
import io.macula.gossip.LinkSettings;
import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.Cookies;
import io.macula.gossip.distribution.DistributionLimits;
import io.macula.gossip.distribution.DistributionNode;
import io.macula.gossip.distribution.DistributionSettings;
import io.macula.gossip.distribution.LinkLayer;
import io.macula.gossip.distribution.handshake.Cookie;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.membership.Introduction;
import io.macula.gossip.testing.Loopback;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * NodeUp of a JVM node has its application and its metadata, whatever the application at
 * either end does.
 */
@Timeout(60)
class IntroducedNodeTests {

	private static final NodeName A = NodeName.of("a@127.0.0.1");

	private static final NodeName B = NodeName.of("b@127.0.0.1");

	private final TestCluster cluster = new TestCluster();

	private final int epmdPort = Loopback.freePort();

	private final Events seenByA = new Events();

	private final Events seenByB = new Events();

	@AfterEach
	void close() {
		this.cluster.close();
	}

	@Test
	void everyNodeIsUpWithItsMetadataAtEveryOther() {
		List<Events> seen = new ArrayList<>();
		List<GossipClusterService> nodes = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			Events events = new Events();
			String number = String.valueOf(i);
			nodes.add(node("n" + i + "@127.0.0.1", "app" + i, () -> Map.of("number", number), events));
			seen.add(events);
		}
		nodes.forEach(GossipClusterService::start);
		await().until(() -> seen.stream().allMatch((events) -> events.of(GossipEvent.Kind.UP).size() == 3));
		for (Events events : seen) {
			assertThat(events.of(GossipEvent.Kind.UP)).allSatisfy((node) -> {
				String number = node.name().localPart().substring(1);
				assertThat(node.application()).isEqualTo("app" + number);
				assertThat(node.metadata()).isEqualTo(Map.of("number", number));
			});
			assertThat(events.of(GossipEvent.Kind.METADATA)).isEmpty();
		}
	}

	@Test
	void metadataThatChangesIsToldAfterwards() {
		GossipClusterService a = node("a@127.0.0.1", null, Map::of, this.seenByA);
		GossipClusterService b = node("b@127.0.0.1", "orders", () -> Map.of("load", "1"), this.seenByB);
		a.start();
		b.start();
		await().until(() -> this.seenByA.kinds().contains(GossipEvent.Kind.UP));
		b.updateMetadata(Map.of("load", "2"));
		await().until(() -> this.seenByA.events.size() == 3);
		assertThat(this.seenByA.kinds()).containsExactly(GossipEvent.Kind.DISCOVERED, GossipEvent.Kind.UP,
				GossipEvent.Kind.METADATA);
		assertThat(this.seenByA.of(GossipEvent.Kind.UP).get(0).metadata()).isEqualTo(Map.of("load", "1"));
		GossipNode changed = this.seenByA.of(GossipEvent.Kind.METADATA).get(0);
		assertThat(changed.metadata()).isEqualTo(Map.of("load", "2"));
		assertThat(changed.application()).isEqualTo("orders");
	}

	@Test
	void anApplicationThatDoesNotAnswerDelaysNothingButItsMetadata() {
		CountDownLatch answer = new CountDownLatch(1);
		GossipClusterService a = node("a@127.0.0.1", "billing", () -> Map.of("zone", "a"), this.seenByA);
		GossipClusterService b = node("b@127.0.0.1", "orders", afterTheFirst(() -> {
			awaitUninterruptibly(answer);
			return Map.of("zone", "b");
		}), this.seenByB);
		a.start();
		b.start();
		await().until(() -> this.seenByA.kinds().contains(GossipEvent.Kind.UP)
				&& this.seenByB.kinds().contains(GossipEvent.Kind.UP));
		assertThat(this.seenByA.of(GossipEvent.Kind.UP).get(0).metadata()).isEmpty();
		assertThat(this.seenByB.of(GossipEvent.Kind.UP).get(0).metadata()).isEqualTo(Map.of("zone", "a"));
		a.stop();
		await().until(() -> this.seenByB.kinds().contains(GossipEvent.Kind.DOWN));
		a.start();
		await().until(() -> this.seenByB.of(GossipEvent.Kind.UP).size() == 2);
		answer.countDown();
		await().until(() -> a.getNode(B).orElseThrow().metadata().equals(Map.of("zone", "b")));
	}

	@Test
	void anApplicationThatFailsToAnswerIsKnownByItsNameAndWhatItToldBefore() {
		AtomicBoolean fails = new AtomicBoolean();
		GossipClusterService a = node("a@127.0.0.1", null, Map::of, this.seenByA);
		GossipClusterService b = node("b@127.0.0.1", "orders", () -> {
			if (fails.get()) {
				throw new IllegalStateException("for the test");
			}
			return Map.of("zone", "b");
		}, this.seenByB);
		a.start();
		b.start();
		await().until(() -> this.seenByA.kinds().contains(GossipEvent.Kind.UP));
		fails.set(true);
		a.stop();
		a.start();
		await().until(() -> this.seenByA.of(GossipEvent.Kind.UP).size() == 2);
		GossipNode node = this.seenByA.of(GossipEvent.Kind.UP).get(1);
		assertThat(node.application()).isEqualTo("orders");
		assertThat(node.metadata()).isEqualTo(Map.of("zone", "b"));
	}

	@Test
	void aNodeThatTellsNothingThatCanBeReadIsUpAndToldOfOnceItDoes() throws Exception {
		GossipClusterService a = node("a@127.0.0.1", null, Map::of, this.seenByA);
		a.start();
		LinkSettings links = new LinkSettings();
		links.setEpmdPort(this.epmdPort);
		try (DistributionNode b = new DistributionNode(new DistributionSettings(B, new Cookies(Cookie.of("cookie")),
				links, DistributionLimits.defaults(), Runnable::run), new IndifferentListener())) {
			b.start();
			await().until(() -> {
				b.connect(A, null);
				return !b.links().isEmpty();
			});
			b.send(A, LinkLayer.INTRODUCTIONS, Term.of(List.of("no", "metadata")));
			await().until(() -> this.seenByA.kinds().contains(GossipEvent.Kind.UP));
			assertThat(this.seenByA.of(GossipEvent.Kind.UP).get(0).application()).isNull();
			b.send(A, LinkLayer.INTRODUCTIONS, Metadata.message(B, new Introduction("orders", Map.of("zone", "b"))));
			await().until(() -> this.seenByA.kinds().contains(GossipEvent.Kind.METADATA));
			assertThat(a.getNode(B).orElseThrow().application()).isEqualTo("orders");
		}
		await().until(() -> this.seenByA.kinds().contains(GossipEvent.Kind.DOWN));
		assertThat(this.seenByA.kinds()).containsExactly(GossipEvent.Kind.DISCOVERED, GossipEvent.Kind.UP,
				GossipEvent.Kind.METADATA, GossipEvent.Kind.DOWN);
	}

	@Test
	void whoAsksANodeIsToldTheSame() throws Exception {
		GossipClusterService a = node("a@127.0.0.1", null, Map::of, this.seenByA);
		GossipClusterService b = node("b@127.0.0.1", "orders", () -> Map.of("zone", "b"), this.seenByB);
		a.start();
		b.start();
		await().until(() -> a.getConnected().contains(B));
		Term answer = Term
			.of(a.getMessenger().call(B, "macula_gossip", AtomTerm.of("metadata"), Duration.ofSeconds(10)).get());
		assertThat(answer.toString()).contains("spring.application.name", "orders", "zone");
	}

	private static Supplier<Map<String, String>> afterTheFirst(Supplier<Map<String, String>> metadata) {
		AtomicBoolean asked = new AtomicBoolean();
		return () -> asked.getAndSet(true) ? metadata.get() : Map.of();
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private GossipClusterService node(String name, String application, Supplier<Map<String, String>> metadata,
			GossipListener listener) {
		return this.cluster.node(name,
				(builder) -> builder.connectionMode(ConnectionMode.DISTRIBUTION)
					.applicationName(application)
					.metadata(metadata)
					.listener(listener)
					.links((links) -> {
						links.setCookie("cookie");
						links.setEpmdPort(this.epmdPort);
					}));
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10));
	}

	/**
	 * Remembers events.
	 */
	private static final class Events implements GossipListener {

		private final List<GossipEvent> events = new CopyOnWriteArrayList<>();

		@Override
		public void onEvent(GossipEvent event) {
			this.events.add(event);
		}

		private List<GossipEvent.Kind> kinds() {
			return this.events.stream().map(GossipEvent::getKind).toList();
		}

		private List<GossipNode> of(GossipEvent.Kind kind) {
			return this.events.stream().filter((event) -> event.getKind() == kind).map(GossipEvent::getNode).toList();
		}

	}

}
