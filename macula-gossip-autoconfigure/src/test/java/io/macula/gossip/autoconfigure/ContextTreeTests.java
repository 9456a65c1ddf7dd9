package io.macula.gossip.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipListener;
import io.macula.gossip.NodeName;
import io.macula.gossip.NodeUpEvent;
import io.macula.gossip.testing.Loopback;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who hears of events where contexts have parents and children.
 */
class ContextTreeTests {

	private final int port = Loopback.freePort();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(GossipAutoConfiguration.class))
		.withPropertyValues("macula.gossip.interfaces=127.0.0.1", "macula.gossip.port=" + this.port,
				"macula.gossip.ttl=0", "macula.gossip.connection-mode=heartbeat", "macula.gossip.interval=200ms");

	@Test
	void parentsAndChildrenAndTheirChildrenHearOfEachEventOnce() {
		try (AnnotationConfigApplicationContext parent = context(null)) {
			this.contextRunner.withParent(parent).withUserConfiguration(Listeners.class).run((context) -> {
				try (AnnotationConfigApplicationContext child = context(context.getSourceApplicationContext());
						AnnotationConfigApplicationContext grandchild = context(child)) {
					whileAnotherIsUp(() -> {
						Listeners last = grandchild.getBean(Listeners.class);
						Awaitility.await().until(() -> !last.listened.isEmpty());
					});
					for (ApplicationContext each : List.of(parent, context, child, grandchild)) {
						assertThat(each.getBean(Listeners.class).annotated)
							.containsExactly(NodeName.of("second@127.0.0.1"));
					}
					// Spring lets a bean hide the parent's of the same name
					for (ApplicationContext each : List.of(context, child, grandchild)) {
						assertThat(each.getBean(Listeners.class).listened)
							.containsExactly(NodeName.of("second@127.0.0.1"));
					}
				}
			});
		}
	}

	@Test
	void aChildThatWasClosedHearsOfNothing() {
		this.contextRunner.withUserConfiguration(Listeners.class).run((context) -> {
			AnnotationConfigApplicationContext child = context(context.getSourceApplicationContext());
			Listeners listeners = child.getBean(Listeners.class);
			child.close();
			whileAnotherIsUp(
					() -> Awaitility.await().until(() -> !context.getBean(Listeners.class).listened.isEmpty()));
			assertThat(listeners.annotated).isEmpty();
			assertThat(listeners.listened).isEmpty();
		});
	}

	private void whileAnotherIsUp(Runnable check) {
		this.contextRunner.withPropertyValues("macula.gossip.node-name=second@127.0.0.1").run((second) -> {
			assertThat(second.getBean(GossipClusterService.class).isRunning()).isTrue();
			check.run();
		});
	}

	private static AnnotationConfigApplicationContext context(ApplicationContext parent) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.setParent(parent);
		context.register(Listeners.class);
		context.refresh();
		return context;
	}

	/**
	 * Remembers who came up.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Listeners {

		final List<NodeName> annotated = new CopyOnWriteArrayList<>();

		final List<NodeName> listened = new CopyOnWriteArrayList<>();

		@EventListener
		void up(NodeUpEvent event) {
			this.annotated.add(event.getNode().name());
		}

		@Bean
		GossipListener gossipListener() {
			return new GossipListener() {

				@Override
				public void onNodeUp(NodeUpEvent event) {
					Listeners.this.listened.add(event.getNode().name());
				}

			};
		}

	}

}
