package io.macula.gossip.autoconfigure;

import java.util.UUID;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.Protocol;
import io.macula.gossip.service.GossipClusterBuilder;
import io.macula.gossip.service.Rehearsal;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationListener;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.NativeDetector;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Has the start of a node rehearsed as soon as the application's properties are known, on
 * a core that its start leaves idle, so that this is over before the node starts. See
 * decision 0017.
 */
class RehearsalApplicationListener implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

	/**
	 * What Spring Boot's tests have among their properties. Nodes that they start are few
	 * and most often in memory.
	 */
	private static final String TEST = "org.springframework.boot.test.context.SpringBootTestContextBootstrapper";

	/**
	 * What Spring Cloud's context has that looks for properties before there are any.
	 */
	private static final String BOOTSTRAP = "bootstrap";

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		Node node = nodeToCome(event.getEnvironment(), Runtime.getRuntime().availableProcessors());
		if (node != null) {
			Rehearsal.before(node::builder);
		}
	}

	/**
	 * Return the node that is to be rehearsed, if one is.
	 */
	static @Nullable Node nodeToCome(ConfigurableEnvironment environment, int processors) {
		try {
			boolean wanted = processors > 1 && !NativeDetector.inNativeImage()
					&& !SpringProperties.getFlag(AbstractAotProcessor.AOT_PROCESSING)
					&& !environment.getPropertySources().contains(BOOTSTRAP) && !environment.containsProperty(TEST)
					&& isOn(environment, "macula.gossip.enabled") && isOn(environment, "macula.gossip.auto-startup")
					&& OnSupportedSpringBoot.isSupported(null);
			return wanted ? Node.of(environment) : null;
		}
		catch (RuntimeException ex) {
			// A placeholder that nothing stands for yet, or a wrong value: the start
			// tells
			return null;
		}
	}

	private static boolean isOn(Environment environment, String property) {
		return environment.getProperty(property, Boolean.class, true);
	}

	/**
	 * A node that is like the application's in what decides about the classes that it
	 * loads. Read while nobody else reads or changes the properties.
	 */
	record Node(ConnectionMode connectionMode, Protocol protocol, boolean hasSecret, boolean virtualThreads) {

		static Node of(Environment environment) {
			Binder binder = Binder.get(environment);
			return new Node(
					binder.bind("macula.gossip.connection-mode", ConnectionMode.class)
						.orElse(ConnectionMode.DISTRIBUTION),
					binder.bind("macula.gossip.protocol", Protocol.class).orElse(Protocol.MACULA),
					binder.bind("macula.gossip.secret", String.class).isBound(),
					Threading.VIRTUAL.isActive(environment));
		}

		GossipClusterBuilder builder() {
			GossipClusterBuilder builder = new GossipClusterBuilder(new ThreadPoolTaskScheduler())
				.connectionMode(this.connectionMode)
				.protocol(this.protocol)
				.secret(this.hasSecret ? UUID.randomUUID().toString() : null);
			if (this.virtualThreads) {
				builder.threads(GossipAutoConfiguration.virtualThreads());
			}
			return builder;
		}

	}

}
