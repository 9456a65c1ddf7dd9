package io.macula.gossip.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.NodeName;
import io.macula.gossip.NodeUpEvent;
import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.Requires;
import io.macula.gossip.testing.VirtualThreads;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What kind of threads two linked nodes have that send each other messages, ask each
 * other for the key and look up a peer.
 */
class ThreadsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(GossipAutoConfiguration.class))
		.withUserConfiguration(Listeners.class)
		.withPropertyValues("macula.gossip.interfaces=127.0.0.1", "macula.gossip.port=" + Loopback.freePort(),
				"macula.gossip.ttl=0", "macula.gossip.secret=threads", "macula.gossip.peers=localhost",
				"macula.gossip.distribution.epmd-port=" + Loopback.freePort());

	private final Map<String, String> seen = new ConcurrentHashMap<>();

	@Test
	@Requires(VirtualThreads.class)
	void whenVirtualThreadsAreEnabledOnlyThoseThatMustRunWhateverTheApplicationDoesAreNot() {
		Set<String> platform = threadsOf(this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=true"));
		assertThat(this.seen).containsOnlyKeys("listener", "handler", "answer")
			.allSatisfy((what, thread) -> assertThat(thread).as(what).startsWith("VirtualThread"));
		assertThat(platform).containsExactly("gossip-default-network", "gossip-default-receive", "macula-epmd");
	}

	@Test
	void whenTheyAreNotShouldHaveThreadsOfThePlatform() {
		Set<String> platform = threadsOf(this.contextRunner);
		assertThat(this.seen).allSatisfy((what, thread) -> assertThat(thread).as(what).startsWith("Thread"));
		assertThat(platform).contains("gossip-default-handler", "gossip-default-receive", "gossip-link");
	}

	/**
	 * Return the names of the threads of the platform, without what tells nodes apart.
	 */
	private Set<String> threadsOf(ApplicationContextRunner runner) {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		Set<String> names = new TreeSet<>();
		runner.withPropertyValues("macula.gossip.node-name=first@127.0.0.1").run((first) -> {
			GossipClusterService service = first.getBean(GossipClusterService.class);
			service.getMessenger().register("prices", (message) -> {
				this.seen.put("handler", Thread.currentThread().toString());
				return 42;
			});
			runner.withPropertyValues("macula.gossip.node-name=second@127.0.0.1").run((second) -> {
				Listeners listeners = second.getBean(Listeners.class);
				Awaitility.await().until(() -> !listeners.thread.isEmpty());
				this.seen.put("listener", listeners.thread);
				second.getBean(GossipClusterService.class)
					.getMessenger()
					.call(NodeName.of("first@127.0.0.1"), "prices", "ACME", PATIENCE)
					.thenRun(() -> this.seen.put("answer", Thread.currentThread().toString()))
					.get();
				names.addAll(Thread.getAllStackTraces()
					.keySet()
					.stream()
					.filter((thread) -> !before.contains(thread))
					.map(Thread::getName)
					.filter((name) -> name.matches("(gossip|macula)-.*"))
					.map((name) -> name.replaceAll("-(\\d+|\\w+@.*)$", ""))
					.collect(Collectors.toSet()));
			});
		});
		return names;
	}

	/**
	 * Remembers who told it.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Listeners {

		volatile String thread = "";

		@EventListener
		void up(NodeUpEvent event) {
			this.thread = Thread.currentThread().toString();
		}

	}

}
