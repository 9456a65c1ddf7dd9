package io.macula.gossip.service;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipEvent;
import io.macula.gossip.GossipNode;
import io.macula.gossip.NodeName;
import io.macula.gossip.NodeUpEvent;
import org.apache.commons.logging.Log;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

@Timeout(20)
class EventDispatcherTests {

	private static final Duration LONG = Duration.ofSeconds(10);

	private final Log logger = mock();

	private final List<String> delivered = new CopyOnWriteArrayList<>();

	@Test
	void eventsAreDeliveredInOrderOnOneThreadThatIsNotTheCallers() {
		List<Thread> threads = new CopyOnWriteArrayList<>();
		EventDispatcher dispatcher = dispatcher(1000,
				List.of((event) -> threads.add(Thread.currentThread()), this::record));
		for (int i = 0; i < 500; i++) {
			dispatcher.dispatch(event("n" + i + "@h"));
		}
		assertThat(dispatcher.awaitDelivery(LONG)).isTrue();
		assertThat(this.delivered).hasSize(500).startsWith("n0@h", "n1@h").endsWith("n499@h");
		assertThat(threads.stream().distinct()).hasSize(1).doesNotContain(Thread.currentThread());
		assertThat(threads.get(0).getName()).isEqualTo("test-events");
		assertThat(threads.get(0).isDaemon()).isTrue();
	}

	@Test
	void aListenerThatThrowsIsLoggedAndTheNextIsServed() {
		EventDispatcher dispatcher = dispatcher(10, List.of((event) -> {
			throw new IllegalStateException("listener");
		}, (event) -> {
			throw new AssertionError("listener");
		}, this::record));
		dispatcher.dispatch(event("a@h"));
		dispatcher.dispatch(event("b@h"));
		assertThat(dispatcher.awaitDelivery(LONG)).isTrue();
		assertThat(this.delivered).containsExactly("a@h", "b@h");
		then(this.logger).should()
			.error(eq("A listener failed on NodeUpEvent[cluster=test, node=a@h]"), any(IllegalStateException.class));
	}

	@Test
	void whenAListenerBlocksForTooLongShouldDropAndWarn() {
		CountDownLatch released = new CountDownLatch(1);
		CountDownLatch blocked = new CountDownLatch(1);
		EventDispatcher dispatcher = dispatcher(2, List.of((event) -> {
			blocked.countDown();
			await(released);
		}, this::record));
		dispatcher.dispatch(event("a@h"));
		await(blocked);
		List.of("b@h", "c@h", "d@h").forEach((name) -> dispatcher.dispatch(event(name)));
		assertThat(dispatcher.awaitDelivery(Duration.ofMillis(1))).isFalse();
		then(this.logger).should().warn(contains("NodeUpEvent[cluster=test, node=d@h] is lost"));
		released.countDown();
		Awaitility.await().until(() -> this.delivered.size() == 3);
		assertThat(this.delivered).containsExactly("a@h", "b@h", "c@h");
	}

	@Test
	void aListenerThatWaitsForDeliveryDoesNotWaitForItself() {
		List<Boolean> answers = new CopyOnWriteArrayList<>();
		EventDispatcher[] dispatcher = new EventDispatcher[1];
		dispatcher[0] = dispatcher(10, List.of((event) -> answers.add(dispatcher[0].awaitDelivery(LONG))));
		dispatcher[0].dispatch(event("a@h"));
		assertThat(dispatcher[0].awaitDelivery(LONG)).isTrue();
		assertThat(answers).containsExactly(false);
	}

	private EventDispatcher dispatcher(int capacity, List<Consumer<GossipEvent>> listeners) {
		return new EventDispatcher("test-events", capacity, List.of(() -> listeners),
				new RateLimitedLog(this.logger, System::nanoTime));
	}

	private void record(GossipEvent event) {
		this.delivered.add(event.getNode().name().value());
	}

	private static GossipEvent event(String name) {
		GossipClusterService source = mock();
		given(source.getCluster()).willReturn("test");
		return new NodeUpEvent(source, GossipNode.builder(NodeName.of(name)).build());
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
