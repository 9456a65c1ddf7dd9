package io.macula.gossip.autoconfigure;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipEvent;
import io.macula.gossip.GossipListener;
import io.macula.gossip.GossipPeer;
import io.macula.gossip.GossipPeerSource;
import io.macula.gossip.NodeName;
import io.macula.gossip.NodeUpEvent;
import io.macula.gossip.service.GossipClusterBuilder;
import io.macula.gossip.service.GossipClusterBuilderCustomizer;
import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.Requires;
import io.macula.gossip.testing.VirtualThreads;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class GossipAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(GossipAutoConfiguration.class))
		.withPropertyValues("macula.gossip.interfaces=127.0.0.1", "macula.gossip.port=" + Loopback.freePort(),
				"macula.gossip.ttl=0", "macula.gossip.connection-mode=heartbeat", "macula.gossip.interval=200ms",
				"spring.application.name=orders");

	@Test
	void whenTheStarterIsThereShouldTakePart() {
		this.contextRunner.run((context) -> {
			GossipClusterService service = context.getBean(GossipClusterService.class);
			assertThat(service.isRunning()).isTrue();
			assertThat(service.getNodeName().localPart()).startsWith("orders-");
			context.close();
			assertThat(service.isRunning()).isFalse();
		});
	}

	@Test
	void whenDisabledShouldNotTakePart() {
		this.contextRunner.withPropertyValues("macula.gossip.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(GossipClusterService.class)
				.doesNotHaveBean("gossipTaskScheduler"));
	}

	@Test
	void whenTwoApplicationsRunShouldTellThemThroughSpringEventsAndListeners() {
		this.contextRunner.withUserConfiguration(ListenerConfiguration.class)
			.run((first) -> this.contextRunner.withUserConfiguration(ListenerConfiguration.class)
				.withPropertyValues("macula.gossip.node-name=second@127.0.0.1",
						"macula.gossip.port=" + port(first.getBean(GossipClusterService.class)))
				.run((second) -> {
					ListenerConfiguration listeners = first.getBean(ListenerConfiguration.class);
					NodeName name = NodeName.of("second@127.0.0.1");
					Awaitility.await().until(() -> listeners.listened.contains(name));
					assertThat(listeners.annotated).containsExactly(name);
					assertThat(listeners.connectedWhenTold).containsExactly(name);
				}));
	}

	@Test
	void whenTheEnvironmentHasTheVariablesOfTheOriginalShouldUseThem() {
		this.contextRunner.withInitializer((context) -> {
			context.getEnvironment().getPropertySources().remove("test");
			context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("loopback",
						Map.of("macula.gossip.interfaces", "127.0.0.1", "macula.gossip.connection-mode", "heartbeat")));
			context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("systemEnvironment",
						Map.of("MACULA_GOSSIP_ADDR", "239.7.7.7", "MACULA_GOSSIP_PORT",
								String.valueOf(Loopback.freePort()), "MACULA_GOSSIP_SECRET", "hush")));
		}).run((context) -> {
			GossipClusterService service = context.getBean(GossipClusterService.class);
			assertThat(service.getStatus().group().getAddress().getHostAddress()).isEqualTo("239.7.7.7");
			assertThat(service.getStatus().group().getPort()).isNotEqualTo(45892);
			assertThat(service.getStatus().authenticated()).isTrue();
		});
	}

	@Test
	void propertiesHaveTheDefaultsOfTheBuilder() {
		GossipProperties properties = new GossipProperties();
		assertThat(properties.getAddr()).isNull();
		assertThat(properties.getPort()).isEqualTo(45892);
		assertThat(properties.getInterval()).isEqualTo(Duration.ofMillis(1500));
		assertThat(properties.getMaxNodes()).isEqualTo(4096);
		assertThat(properties.getTtl()).isEqualTo(1);
		assertThat(properties.isEnabled()).isTrue();
	}

	@Test
	void whenTheUserHasAServiceShouldBackOff() {
		this.contextRunner.withBean("mine", GossipClusterService.class, () -> mock(GossipClusterService.class))
			.run((context) -> assertThat(context).hasSingleBean(GossipClusterService.class)
				.doesNotHaveBean("gossipClusterService"));
	}

	@Test
	void whenTheUserHasASchedulerShouldUseIt() {
		ThreadPoolTaskScheduler mine = new ThreadPoolTaskScheduler();
		mine.setThreadNamePrefix("mine-");
		this.contextRunner.withBean("gossipTaskScheduler", TaskScheduler.class, () -> mine).run((context) -> {
			assertThat(context.getBean("gossipTaskScheduler")).isSameAs(mine);
			Awaitility.await().until(() -> mine.getScheduledThreadPoolExecutor().getCompletedTaskCount() > 2);
		});
	}

	@Test
	void whenTheUserCustomizesTheBuilderShouldApplyItAfterTheProperties() {
		this.contextRunner
			.withBean(GossipClusterBuilderCustomizer.class,
					() -> (builder) -> builder.nodeName("mine@127.0.0.1").secret("s"))
			.run((context) -> {
				GossipClusterService service = context.getBean(GossipClusterService.class);
				assertThat(service.getNodeName()).hasToString("mine@127.0.0.1");
				assertThat(service.getStatus().authenticated()).isTrue();
			});
	}

	@Test
	void aSecondClusterIsOneBeanAway() {
		this.contextRunner.withUserConfiguration(SecondClusterConfiguration.class).run((context) -> {
			assertThat(context.getBeansOfType(GossipClusterService.class)).containsOnlyKeys("gossipClusterService",
					"audit");
			assertThat(context.getBean(GossipClusterService.class).getCluster()).isEqualTo("default");
			GossipClusterService audit = context.getBean("audit", GossipClusterService.class);
			assertThat(audit.getCluster()).isEqualTo("audit");
			assertThat(audit.isRunning()).isTrue();
		});
	}

	@Test
	void theApplicationsOwnSchedulingIsUntouched() {
		this.contextRunner
			.withConfiguration(
					AutoConfigurations.of(TaskSchedulingAutoConfiguration.class, TaskExecutionAutoConfiguration.class))
			.withUserConfiguration(SchedulingConfiguration.class)
			.run((context) -> {
				assertThat(context).hasBean("taskScheduler").hasBean("applicationTaskExecutor");
				assertThat(context.getBean(TaskScheduler.class)).isSameAs(context.getBean("taskScheduler"))
					.isNotSameAs(context.getBean("gossipTaskScheduler"));
			});
	}

	@Test
	@Requires(VirtualThreads.class)
	void whenVirtualThreadsAreEnabledShouldRunTheLoopOnThem() {
		this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=true").run((context) -> {
			assertThat(context.getBean("gossipTaskScheduler")).isInstanceOf(SimpleAsyncTaskScheduler.class);
			GossipClusterService service = context.getBean(GossipClusterService.class);
			Awaitility.await().until(() -> service.getAnnouncementCount(AnnouncementResult.OWN) > 2);
		});
	}

	@Test
	void whenThereIsASourceOfPeersShouldAnnounceToThem() {
		this.contextRunner.withPropertyValues("macula.gossip.peers=127.0.0.3")
			.withBean("cloud", GossipPeerSource.class, () -> () -> List.of("127.0.0.2:7"))
			.run((context) -> {
				GossipClusterService service = context.getBean(GossipClusterService.class);
				Awaitility.await()
					.untilAsserted(() -> assertThat(service.getStatus().peers()).extracting(GossipPeer::addresses)
						.containsExactly(List.of(new InetSocketAddress("127.0.0.3", port(service))),
								List.of(new InetSocketAddress("127.0.0.2", 7))));
			});
	}

	private static int port(GossipClusterService service) {
		return service.getStatus().group().getPort();
	}

	@Configuration(proxyBeanMethods = false)
	static class ListenerConfiguration {

		final List<NodeName> annotated = new CopyOnWriteArrayList<>();

		final List<NodeName> listened = new CopyOnWriteArrayList<>();

		final List<NodeName> connectedWhenTold = new ArrayList<>();

		@Order(1)
		@EventListener
		void up(NodeUpEvent event) {
			this.annotated.add(event.getNode().name());
		}

		@Order(2)
		@EventListener
		void failing(GossipEvent event) {
			throw new IllegalStateException("listener");
		}

		/**
		 * Needs the service, which in turn is given the listeners.
		 */
		@Bean
		GossipListener gossipListener(GossipClusterService service) {
			return new GossipListener() {

				@Override
				public void onNodeUp(NodeUpEvent event) {
					ListenerConfiguration.this.connectedWhenTold.addAll(service.getConnected());
					ListenerConfiguration.this.listened.add(event.getNode().name());
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecondClusterConfiguration {

		@Bean(defaultCandidate = false)
		GossipClusterService audit(GossipClusterBuilder builder) {
			return builder.cluster("audit").port(Loopback.freePort()).interval(Duration.ofSeconds(1)).build();
		}

	}

	@EnableScheduling
	@Configuration(proxyBeanMethods = false)
	static class SchedulingConfiguration {

		@Bean
		Object usesTheGossipScheduler(@Qualifier("gossipTaskScheduler") TaskScheduler scheduler) {
			return scheduler.getClock();
		}

	}

}
