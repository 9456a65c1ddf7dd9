package io.macula.gossip.service;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.macula.gossip.EventStatistics;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipEvent;
import io.macula.gossip.GossipNode;
import io.macula.gossip.NodeDiscoveredEvent;
import io.macula.gossip.NodeDownEvent;
import io.macula.gossip.NodeDownReason;
import io.macula.gossip.NodeMetadataEvent;
import io.macula.gossip.NodeName;
import io.macula.gossip.NodeUpEvent;
import org.apache.commons.logging.Log;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

@Timeout(20)
class EventDispatcherTests {

	private static final Duration LONG = Duration.ofSeconds(10);

	private static final GossipClusterService SOURCE = mock();

	private final Log logger = mock();

	private final RateLimitedLog warnings = new RateLimitedLog(this.logger, System::nanoTime);

	EventDispatcherTests() {
		given(SOURCE.getCluster()).willReturn("test");
	}

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
	void whileAListenerBlocksUpsAndDownsGoBeforeDiscoveriesAndNoneIsLost() {
		CountDownLatch released = new CountDownLatch(1);
		CountDownLatch blocked = new CountDownLatch(1);
		EventDispatcher dispatcher = dispatcher(100, List.of((event) -> {
			blocked.countDown();
			await(released);
		}, this::record));
		dispatcher.dispatch(event("first@h"));
		await(blocked);
		for (int i = 0; i < 20_000; i++) {
			dispatcher.dispatch(discovered("forged" + i + "@h"));
		}
		dispatcher.dispatch(event("a@h"));
		dispatcher.dispatch(event("b@h"));
		assertThat(dispatcher.awaitDelivery(Duration.ofMillis(1))).isFalse();
		assertThat(dispatcher.statistics()).isEqualTo(new EventStatistics(102, 19_900));
		this.warnings.logNoted();
		then(this.logger).should().warn(contains("is lost. Do slow work on another thread."));
		released.countDown();
		assertThat(dispatcher.awaitDelivery(LONG)).isTrue();
		assertThat(this.delivered).startsWith("first@h", "a@h", "b@h", "forged0@h").hasSize(103);
		assertThat(dispatcher.statistics().waiting()).isZero();
	}

	@Test
	void whenThereIsNoThreadOnceShouldDeliverWithTheNextEvent() {
		AtomicBoolean broken = new AtomicBoolean(true);
		EventDispatcher dispatcher = new EventDispatcher((task) -> {
			if (broken.getAndSet(false)) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			task.run();
		}, 100, List.of(() -> List.of(this::record)), this.logger, new RateLimitedLog(this.logger, System::nanoTime));
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> dispatcher.dispatch(event("a@h")));
		dispatcher.dispatch(event("b@h"));
		assertThat(this.delivered).containsExactly("a@h", "b@h");
		assertThat(dispatcher.statistics().waiting()).isZero();
	}

	@Test
	void whenTheLogFailsTooShouldDeliverOn() {
		willThrow(new IllegalStateException("disk full")).given(this.logger).error(any(), any());
		EventDispatcher dispatcher = dispatcher(10, List.of((event) -> {
			throw new IllegalStateException("listener");
		}, this::record));
		dispatcher.dispatch(event("a@h"));
		dispatcher.dispatch(event("b@h"));
		assertThat(dispatcher.awaitDelivery(LONG)).isTrue();
		assertThat(this.delivered).containsExactly("a@h", "b@h");
	}

	@Test
	void failuresOnDiscoveriesWhichStrangersCanCauseDoNotFillTheLog() {
		EventDispatcher dispatcher = dispatcher(1000, List.of((event) -> {
			throw new IllegalStateException("listener");
		}));
		for (int i = 0; i < 500; i++) {
			dispatcher.dispatch(discovered("n" + i + "@h"));
		}
		assertThat(dispatcher.awaitDelivery(LONG)).isTrue();
		then(this.logger).should(never()).error(any(), any());
	}

	@Test
	void theEventsOfOneNodeKeepTheirOrder() {
		CountDownLatch released = new CountDownLatch(1);
		CountDownLatch blocked = new CountDownLatch(1);
		List<String> kinds = new CopyOnWriteArrayList<>();
		EventDispatcher dispatcher = dispatcher(100, List.of((event) -> {
			blocked.countDown();
			await(released);
			kinds.add(event.getKind() + " " + event.getNode().name());
		}));
		dispatcher.dispatch(event("first@h"));
		await(blocked);
		dispatcher.dispatch(discovered("other@h"));
		dispatcher.dispatch(discovered("a@h"));
		dispatcher.dispatch(event("a@h"));
		for (int i = 0; i < 2000; i++) {
			dispatcher.dispatch(metadata("a@h"));
		}
		dispatcher.dispatch(down("a@h"));
		assertThat(dispatcher.statistics().waiting()).as("only the newest metadata wait").isEqualTo(5);
		released.countDown();
		assertThat(dispatcher.awaitDelivery(LONG)).isTrue();
		assertThat(kinds).containsExactly("UP first@h", "DISCOVERED a@h", "UP a@h", "METADATA a@h", "DOWN a@h",
				"DISCOVERED other@h");
	}

	@Test
	void eachFailureOfAListenerIsLogged() {
		EventDispatcher dispatcher = dispatcher(10, List.of((event) -> {
			throw new IllegalStateException("listener");
		}));
		for (int i = 0; i < 9; i++) {
			dispatcher.dispatch(event("n" + i + "@h"));
		}
		assertThat(dispatcher.awaitDelivery(LONG)).isTrue();
		then(this.logger).should(times(9)).error(any(), any(IllegalStateException.class));
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
		return new EventDispatcher(new DaemonThreads(Thread::new).pool("test-events", 1, Integer.MAX_VALUE), capacity,
				List.of(() -> listeners), this.logger, this.warnings);
	}

	private void record(GossipEvent event) {
		this.delivered.add(event.getNode().name().value());
	}

	private static GossipEvent event(String name) {
		return new NodeUpEvent(SOURCE, node(name));
	}

	private static GossipEvent down(String name) {
		return new NodeDownEvent(SOURCE, node(name), NodeDownReason.LINK_CLOSED);
	}

	private static GossipEvent discovered(String name) {
		return new NodeDiscoveredEvent(SOURCE, node(name));
	}

	private static GossipEvent metadata(String name) {
		return new NodeMetadataEvent(SOURCE, node(name));
	}

	private static GossipNode node(String name) {
		return GossipNode.builder(NodeName.of(name)).build();
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
