package io.macula.gossip.autoconfigure;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.GossipStatus.Lifecycle;
import io.macula.gossip.service.GossipClusterBuilder;
import io.macula.gossip.testing.Loopback;
import org.junit.jupiter.api.Test;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When services start with their context, and when they do not.
 */
class GossipStartupTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(GossipAutoConfiguration.class))
		.withPropertyValues("macula.gossip.interfaces=127.0.0.1", "macula.gossip.port=" + Loopback.freePort(),
				"macula.gossip.ttl=0", "macula.gossip.connection-mode=heartbeat");

	@Test
	void whenItIsNotToStartByItselfShouldHaveEveryBeanAndStartNothing() {
		this.contextRunner.withPropertyValues("macula.gossip.auto-startup=false")
			.withUserConfiguration(SecondClusterConfiguration.class)
			.run((context) -> {
				assertThat(context).hasBean("gossipTaskScheduler").hasBean("audit").hasBean("gossipClusterService");
				assertThat(context.getBeansOfType(GossipClusterService.class).values()).allSatisfy((service) -> {
					assertThat(service.isRunning()).isFalse();
					assertThat(service.getStatus().lifecycle()).isEqualTo(Lifecycle.NOT_STARTED);
					assertThat(service.getAnnouncementCount(AnnouncementResult.SENT)).isZero();
				});
			});
	}

	@Test
	void whenItWasNotStartedByItselfCanBeStartedAndStopped() {
		this.contextRunner.withPropertyValues("macula.gossip.auto-startup=false").run((context) -> {
			GossipClusterService service = context.getBean(GossipClusterService.class);
			service.start();
			assertThat(service.getStatus().lifecycle()).isEqualTo(Lifecycle.RUNNING);
			service.stop();
			assertThat(service.getStatus().lifecycle()).isEqualTo(Lifecycle.STOPPED);
		});
	}

	@Test
	void twoClustersThatShareGroupPortAndKeyEndTheStartHoweverLazyTheBeansAre() {
		this.contextRunner.withUserConfiguration(SameClusterConfiguration.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(GossipConfigurationException.class)
				.hasMessageContaining("The clusters 'audit' and 'default' share the group")
				.hasMessageContaining("this application would link to itself"));
	}

	@Test
	void whenBeansAreLazyShouldTakePartAllTheSame() {
		this.contextRunner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				assertThat(context.getBeanFactory().containsSingleton("gossipClusterService")).isTrue();
				assertThat(context.getBean(GossipClusterService.class).isRunning()).isTrue();
			});
	}

	@Test
	void whenTheContextIsPausedAndResumedShouldTakePartAgain() {
		this.contextRunner.run((context) -> {
			GossipClusterService service = context.getBean(GossipClusterService.class);
			ConfigurableApplicationContext configurable = context.getSourceApplicationContext();
			configurable.stop();
			assertThat(service.isRunning()).isFalse();
			configurable.start();
			assertThat(service.isRunning()).isTrue();
		});
	}

	/**
	 * As Spring's tests do with contexts that they keep.
	 */
	@Test
	void whenTheContextIsPausedAndRestartedShouldTakePartAgain() {
		this.contextRunner.run((context) -> {
			GossipClusterService service = context.getBean(GossipClusterService.class);
			ConfigurableApplicationContext configurable = context.getSourceApplicationContext();
			configurable.pause();
			assertThat(service.isRunning()).isFalse();
			configurable.restart();
			assertThat(service.isRunning()).isTrue();
			assertThat(service.getStatus().problems()).isEmpty();
		});
	}

	@Test
	void whenItWasNotStartedByItselfAPauseShouldNotStartIt() {
		this.contextRunner.withPropertyValues("macula.gossip.auto-startup=false").run((context) -> {
			ConfigurableApplicationContext configurable = context.getSourceApplicationContext();
			configurable.pause();
			configurable.restart();
			assertThat(context.getBean(GossipClusterService.class).isRunning()).isFalse();
		});
	}

	@Test
	void theServiceStartsAfterTheWebServerAndStopsBeforeIt() {
		this.contextRunner.run((context) -> assertThat(context.getBean(GossipClusterService.class).getPhase())
			.isGreaterThan(Integer.MAX_VALUE - 1024));
	}

	@Configuration(proxyBeanMethods = false)
	static class SecondClusterConfiguration {

		@Bean(defaultCandidate = false)
		GossipClusterService audit(GossipClusterBuilder builder) {
			return builder.cluster("audit").port(Loopback.freePort()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SameClusterConfiguration {

		@Bean(defaultCandidate = false)
		GossipClusterService audit(GossipClusterBuilder builder) {
			return builder.cluster("audit").build();
		}

	}

}
