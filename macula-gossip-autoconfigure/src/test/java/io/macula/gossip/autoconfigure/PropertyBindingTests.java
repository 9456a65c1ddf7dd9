package io.macula.gossip.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import com.jayway.jsonpath.JsonPath;
import io.macula.gossip.ConnectTo;
import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.ListenOn;
import io.macula.gossip.Protocol;
import io.macula.gossip.distribution.handshake.Cookie;
import io.macula.gossip.testing.Loopback;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every property that the metadata name is set to something that is not its default, and
 * read back from what runs: one whose wiring is lost is noticed.
 */
@Timeout(60)
class PropertyBindingTests {

	private static final int PORT = Loopback.freePort();

	private static final int LINK_PORT = Loopback.freePort();

	private static final int EPMD_PORT = Loopback.freePort();

	private final Map<String, Bound> bound = new LinkedHashMap<>();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(GossipAutoConfiguration.class,
				HealthContributorAutoConfiguration.class, GossipHealthContributorAutoConfiguration.class))
		.withPropertyValues("local.server.port=4711");

	PropertyBindingTests() {
		bind("enabled", "true", (context) -> context.getBean(GossipClusterService.class).isRunning(), true);
		// False in GossipAutoConfigurationTests: what is read here must run
		bind("auto-startup", "true", (context) -> service(context).isAutoStartup(), true);
		bind("addr", "230.1.1.252", setting("group"), new InetSocketAddress(address("230.1.1.252"), PORT));
		bind("port", PORT, setting("group"), new InetSocketAddress(address("230.1.1.252"), PORT));
		bind("interval", "700ms", setting("membership", "interval"), Duration.ofMillis(700));
		bind("ttl", "0", setting("ttl"), 0);
		bind("secret", "new", setting("authenticated"), true);
		bind("accepted-secrets", "old", PropertyBindingTests::acceptsTwoSecrets, true);
		bind("node-name", "bound@127.0.0.1", setting("nodeName", "value"), "bound@127.0.0.1");
		bind("interfaces", "127.0.0.1", setting("interfaces"), List.of("127.0.0.1"));
		bind("peers", "127.0.0.9", PropertyBindingTests::awaitPeer, "127.0.0.9");
		bind("max-nodes", "77", setting("membership", "maxNodes"), 77);
		bind("connection-mode", "distribution", (context) -> service(context).getStatus().connectionMode(),
				ConnectionMode.DISTRIBUTION);
		bind("protocol", "libcluster", (context) -> service(context).getStatus().protocol(), Protocol.LIBCLUSTER);
		bind("metadata", "zone", "north", (context) -> ReflectionTestUtils.invokeMethod(service(context), "metadata"),
				Map.of("zone", "north", "http.port", "4711"));
		bind("distribution.cookie", "first", link("cookies", "proven"),
				List.of(Cookie.of("first"), Cookie.of("second")));
		bind("distribution.accepted-cookies", "second", link("cookies", "proven"),
				List.of(Cookie.of("first"), Cookie.of("second")));
		bind("distribution.port", LINK_PORT, (context) -> ReflectionTestUtils.invokeMethod(node(context), "port"),
				LINK_PORT);
		bind("distribution.epmd-port", EPMD_PORT, link("links", "getEpmdPort"), EPMD_PORT);
		bind("distribution.embedded-epmd", "false", link("links", "isEmbeddedEpmd"), false);
		bind("distribution.tick-time", "33s", link("links", "getTickTime"), Duration.ofSeconds(33));
		bind("distribution.connect-timeout", "4s", link("links", "getConnectTimeout"), Duration.ofSeconds(4));
		bind("distribution.connect-to", "announced", link("links", "getConnectTo"), ConnectTo.ANNOUNCED);
		bind("distribution.listen-on", "all", link("links", "getListenOn"), ListenOn.ALL);
		bind("distribution.max-message-size", "40MB", link("limits", "frameBytes"), 40 * 1024 * 1024);
		bind("distribution.hidden", "false", link("links", "isHidden"), false);
		bind("failure-detection.suspect-after", "2s", limit("suspectAfter"), Duration.ofSeconds(2));
		bind("failure-detection.down-after", "3s", limit("downAfter"), Duration.ofSeconds(3));
		bind("failure-detection.forget-after", "4s", limit("forgetAfter"), Duration.ofSeconds(4));
		bind("failure-detection.probe-timeout", "5s", limit("probeTimeout"), Duration.ofSeconds(5));
		bind("health.minimum-nodes", "6", (context) -> problemsOfHealth(context).contains("asks for 6."), true);
	}

	@Test
	void everyPropertyReachesWhatRuns() {
		Set<String> names = metadata();
		// In SslBundleLinkTests; and the former name of another
		names.remove("distribution.ssl.bundle");
		names.remove("distribution.ssl.verify-host");
		names.remove("health.minimum-peers");
		assertThat(this.bound.keySet()).containsExactlyInAnyOrderElementsOf(names);
		this.contextRunner.withPropertyValues(this.bound.values().stream().map(Bound::pair).toArray(String[]::new))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				this.bound.forEach((name, property) -> assertThat(property.read().apply(context)).as(name)
					.isEqualTo(property.expected()));
			});
	}

	@Test
	void theOtherConnectionModeReachesWhatRuns() {
		this.contextRunner
			.withPropertyValues("macula.gossip.connection-mode=heartbeat", "macula.gossip.port=" + PORT,
					"macula.gossip.interfaces=127.0.0.1", "macula.gossip.ttl=0")
			.run((context) -> assertThat(service(context).getStatus().connectionMode())
				.isEqualTo(ConnectionMode.HEARTBEAT));
	}

	@Test
	void theFormerNameOfMinimumNodesStillBinds() {
		this.contextRunner
			.withPropertyValues("macula.gossip.health.minimum-peers=3", "macula.gossip.connection-mode=heartbeat",
					"macula.gossip.port=" + PORT, "macula.gossip.interfaces=127.0.0.1", "macula.gossip.ttl=0")
			.run((context) -> assertThat(problemsOfHealth(context)).contains("asks for 3."));
	}

	private void bind(String name, Object value, Function<ApplicationContext, Object> read, Object expected) {
		this.bound.put(name, new Bound("macula.gossip." + name + "=" + value, read, expected));
	}

	private void bind(String name, String key, String value, Function<ApplicationContext, Object> read,
			Object expected) {
		this.bound.put(name, new Bound("macula.gossip." + name + "." + key + "=" + value, read, expected));
	}

	private static Set<String> metadata() {
		try (InputStream metadata = Objects.requireNonNull(PropertyBindingTests.class.getClassLoader()
			.getResourceAsStream("META-INF/spring-configuration-metadata.json"))) {
			List<String> names = JsonPath.read(metadata, "$.properties[*].name");
			Set<String> ours = new TreeSet<>();
			names.stream()
				.filter((name) -> name.startsWith("macula.gossip."))
				.forEach((name) -> ours.add(name.substring("macula.gossip.".length())));
			return ours;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Function<ApplicationContext, Object> setting(String... path) {
		return (context) -> follow(ReflectionTestUtils.getField(service(context), "settings"), path);
	}

	private static Function<ApplicationContext, Object> limit(String name) {
		return setting("membership", "limits", name);
	}

	/**
	 * What the node that links goes by.
	 */
	private static Function<ApplicationContext, Object> link(String... path) {
		return (context) -> follow(ReflectionTestUtils.getField(node(context), "settings"), path);
	}

	private static Object node(ApplicationContext context) {
		Object found = service(context);
		for (String field : List.of("running", "session", "links", "node")) {
			found = Objects.requireNonNull(ReflectionTestUtils.getField(found, field), field);
		}
		return found;
	}

	private static Object follow(Object start, String... path) {
		Object found = start;
		for (String accessor : path) {
			found = ReflectionTestUtils.invokeMethod(found, accessor);
		}
		return found;
	}

	private static String awaitPeer(ApplicationContext context) {
		Awaitility.await().until(() -> !service(context).getStatus().peers().isEmpty());
		return service(context).getStatus().peers().get(0).name();
	}

	private static boolean acceptsTwoSecrets(ApplicationContext context) {
		Object format = setting("format").apply(context);
		return ((List<?>) Objects.requireNonNull(ReflectionTestUtils.getField(format, "secrets"))).size() == 2;
	}

	private static String problemsOfHealth(ApplicationContext context) {
		var health = context.getBean("gossipHealthContributor", HealthIndicator.class).health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		return String.valueOf(health.getDetails().get("problems"));
	}

	private static GossipClusterService service(ApplicationContext context) {
		return context.getBean(GossipClusterService.class);
	}

	private static InetAddress address(String text) {
		try {
			return InetAddress.getByName(text);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A property, and how it is read back.
	 *
	 * @param pair the property and its value
	 * @param read reads it from what runs
	 * @param expected what is read then
	 */
	private record Bound(String pair, Function<ApplicationContext, Object> read, Object expected) {

	}

}
