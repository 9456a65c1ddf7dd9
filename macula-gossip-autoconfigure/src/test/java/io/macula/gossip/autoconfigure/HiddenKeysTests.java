package io.macula.gossip.autoconfigure;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.NodeName;
import io.macula.gossip.actuate.GossipEndpoint;
import io.macula.gossip.service.GossipClusterBuilder;
import io.macula.gossip.testing.Loopback;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.autoconfigure.context.properties.ConfigurationPropertiesReportEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.env.EnvironmentEndpointAutoConfiguration;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever reads the log at any level, an endpoint, an exception, the names of threads or
 * the texts of what is in the heap learns no key.
 */
class HiddenKeysTests {

	private static final String SECRET = "secret-of-this-test-9f3c";

	private static final String FORMER_SECRET = "former-secret-of-this-test-71ab";

	private static final String COOKIE = "cookie-of-this-test-5c2e";

	private static final String FORMER_COOKIE = "former-cookie-of-this-test-4d80";

	private static final String WRONG_COOKIE = "wrong-cookie-of-this-test-2e66";

	private static final List<String> KEYS = List.of(SECRET, FORMER_SECRET, COOKIE, FORMER_COOKIE, WRONG_COOKIE);

	private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final Level before = this.root.getLevel();

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(GossipAutoConfiguration.class, GossipEndpointAutoConfiguration.class,
				GossipHealthContributorAutoConfiguration.class, EnvironmentEndpointAutoConfiguration.class,
				ConfigurationPropertiesReportEndpointAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=*", "macula.gossip.interfaces=127.0.0.1",
				"macula.gossip.port=" + Loopback.freePort(), "macula.gossip.ttl=0", "macula.gossip.interval=100ms",
				"macula.gossip.node-name=a@127.0.0.1", "macula.gossip.secret=" + SECRET,
				"macula.gossip.accepted-secrets=" + FORMER_SECRET, "macula.gossip.distribution.cookie=" + COOKIE,
				"macula.gossip.distribution.accepted-cookies=" + FORMER_COOKIE,
				"macula.gossip.distribution.epmd-port=" + Loopback.freePort());

	@BeforeEach
	void listen() {
		this.log.start();
		this.root.addAppender(this.log);
		((Logger) LoggerFactory.getLogger("io.macula")).setLevel(Level.TRACE);
	}

	@AfterEach
	void restore() {
		((Logger) LoggerFactory.getLogger("io.macula")).setLevel(null);
		this.root.detachAppender(this.log);
		this.root.setLevel(this.before);
	}

	@Test
	void noKeyCanBeReadAnywhere() {
		this.contextRunner.run((context) -> {
			GossipClusterService a = context.getBean(GossipClusterService.class);
			GossipClusterService b = context.getBean(GossipClusterBuilder.class).nodeName("b@127.0.0.1").build();
			GossipClusterService stranger = context.getBean(GossipClusterBuilder.class)
				.nodeName("stranger@127.0.0.1")
				.links((links) -> {
					links.setCookie(WRONG_COOKIE);
					links.setAcceptedCookies(List.of());
				})
				.build();
			try {
				a.start();
				b.start();
				stranger.start();
				Awaitility.await()
					.atMost(Duration.ofSeconds(20))
					.until(() -> a.getConnected().contains(NodeName.of("b@127.0.0.1"))
							&& a.getNode(NodeName.of("stranger@127.0.0.1"))
								.filter((node) -> node.lastError() != null)
								.isPresent());
				assertThat(texts(context, a, b, stranger)).hasSizeGreaterThan(30)
					.allSatisfy((text) -> assertThat(text).doesNotContain(KEYS));
			}
			finally {
				stranger.stop();
				b.stop();
			}
		});
		assertThat(logged()).hasSizeGreaterThan(5)
			.anyMatch((line) -> line.contains("stranger@127.0.0.1"))
			.allSatisfy((line) -> assertThat(line).doesNotContain(KEYS));
	}

	@Test
	void anErrorNamesTheSettingAndNotTheKey() {
		String tooLong = SECRET.repeat(20);
		this.contextRunner.withPropertyValues("macula.gossip.distribution.cookie=" + tooLong).run((context) -> {
			assertThat(context.getStartupFailure()).rootCause()
				.hasMessageStartingWith("A cookie has 1 to 255 characters");
			for (Throwable cause = context.getStartupFailure(); cause != null; cause = cause.getCause()) {
				assertThat(cause.toString()).doesNotContain(KEYS);
			}
		});
		assertThat(logged()).allSatisfy((line) -> assertThat(line).doesNotContain(KEYS));
	}

	private List<String> logged() {
		List<String> lines = new ArrayList<>();
		for (ILoggingEvent event : List.copyOf(this.log.list)) {
			lines.add(event.getThreadName() + " " + event.getFormattedMessage());
			if (event.getThrowableProxy() != null) {
				lines.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
			}
		}
		return lines;
	}

	private static List<String> texts(ApplicationContext context, GossipClusterService... services) {
		List<String> texts = new ArrayList<>();
		Thread.getAllStackTraces().keySet().forEach((thread) -> texts.add(thread.getName()));
		texts.add(context.getBean(GossipEndpoint.class).gossip().toString());
		texts.add(String.valueOf(context.getBean(EnvironmentEndpoint.class).environment(null)));
		texts.add(String.valueOf(
				context.getBean(ConfigurationPropertiesReportEndpoint.class).configurationProperties().getContexts()));
		texts.add(String.valueOf(context.getBean(HealthIndicator.class).health(true)));
		for (GossipClusterService service : services) {
			texts.add(service.getStatus().toString());
			service.getNodes().forEach((node) -> {
				texts.add(node.toString());
				texts.addAll(service.explain(node.name()));
			});
			texts.addAll(textsOfAllThatIsReached(service));
		}
		texts.addAll(textsOfAllThatIsReached(context.getBean(GossipProperties.class)));
		return texts;
	}

	/**
	 * Return the texts of our own objects: what a debugger or a log line would show.
	 */
	private static List<String> textsOfAllThatIsReached(Object start) {
		List<String> texts = new ArrayList<>();
		Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		Deque<Object> open = new ArrayDeque<>(List.of(start));
		while (!open.isEmpty()) {
			Object next = open.poll();
			if (!seen.add(next)) {
				continue;
			}
			if (next instanceof Collection<?> collection) {
				collection.forEach((element) -> add(open, element));
			}
			else if (next instanceof Map<?, ?> map) {
				map.forEach((key, value) -> {
					add(open, key);
					add(open, value);
				});
			}
			else if (next instanceof AtomicReference<?> reference) {
				add(open, reference.get());
			}
			else if (next instanceof Object[] array) {
				Arrays.stream(array).forEach((element) -> add(open, element));
			}
			else if (next.getClass().getName().startsWith("io.macula.gossip.")) {
				texts.add(next.toString());
				fields(next).forEach((value) -> add(open, value));
			}
		}
		return texts;
	}

	private static void add(Deque<Object> open, Object value) {
		if (value != null && !(value instanceof String) && !ClassUtils.isPrimitiveOrWrapper(value.getClass())) {
			open.add(value);
		}
	}

	private static List<Object> fields(Object object) {
		List<Object> values = new ArrayList<>();
		for (Class<?> type = object.getClass(); type.getName().startsWith("io.macula."); type = type.getSuperclass()) {
			for (Field field : type.getDeclaredFields()) {
				if (!Modifier.isStatic(field.getModifiers()) && field.trySetAccessible()) {
					try {
						values.add(field.get(object));
					}
					catch (IllegalAccessException ex) {
						throw new IllegalStateException(ex);
					}
				}
			}
		}
		return values;
	}

}
