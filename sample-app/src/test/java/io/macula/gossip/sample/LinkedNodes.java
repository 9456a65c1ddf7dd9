package io.macula.gossip.sample;

import java.util.ArrayList;
import java.util.List;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.testing.Loopback;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The sample, several times in this JVM, as nodes of one cluster that link to each other
 * on the loopback interface.
 */
final class LinkedNodes implements AutoCloseable {

	/**
	 * That of {@code BeamNode}.
	 */
	private static final String COOKIE = "epmdtests";

	private final int port = Loopback.freePort();

	private final int epmdPort = Loopback.freePort();

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	int epmdPort() {
		return this.epmdPort;
	}

	/**
	 * Start a node.
	 * @param name the part of its name before the host
	 * @param webPort the port of its page, 0 for one that is free
	 * @param arguments further arguments
	 */
	ConfigurableApplicationContext start(String name, int webPort, String... arguments) {
		return startNamed(name + "@127.0.0.1", webPort, arguments);
	}

	/**
	 * Start a node.
	 * @param name its whole name
	 * @param webPort the port of its page, 0 for one that is free
	 * @param arguments further arguments
	 */
	ConfigurableApplicationContext startNamed(String name, int webPort, String... arguments) {
		List<String> all = new ArrayList<>(arguments(name));
		all.add("--server.port=" + webPort);
		all.addAll(List.of(arguments));
		ConfigurableApplicationContext context = SpringApplication.run(SampleApplication.class,
				all.toArray(String[]::new));
		this.contexts.add(context);
		return context;
	}

	/**
	 * Return the arguments of a node of this cluster, for one in a process of its own.
	 */
	List<String> arguments(String name) {
		return List.of("--macula.gossip.node-name=" + name, "--macula.gossip.port=" + this.port,
				"--macula.gossip.interfaces=127.0.0.1", "--macula.gossip.distribution.epmd-port=" + this.epmdPort,
				"--macula.gossip.distribution.cookie=" + COOKIE, "--server.address=127.0.0.1");
	}

	static GossipClusterService service(ConfigurableApplicationContext context) {
		return context.getBean(GossipClusterService.class);
	}

	static String address(ConfigurableApplicationContext context) {
		int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
		return "http://127.0.0.1:" + port + "/";
	}

	@Override
	public void close() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
	}

}
