package io.macula.gossip.autoconfigure;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.spi.ToolProvider;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipEvent;
import io.macula.gossip.GossipListener;
import io.macula.gossip.NodeDownEvent;
import io.macula.gossip.NodeUpEvent;
import io.macula.gossip.service.GossipClusterBuilder;
import io.macula.gossip.testing.ChildProcess;
import io.macula.gossip.testing.Loopback;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that Spring Boot's devtools restart within its process, where it has
 * this starter as a jar, whose classes stay: to the others it goes and comes once, and of
 * its first run nothing is left. The build puts devtools into {@code target/devtools}.
 */
@Tag("once")
class DevtoolsRestartTests {

	private static final Path CLASSES = Path.of("target", "classes").toAbsolutePath();

	private final int port = Loopback.freePort();

	private final int epmdPort = Loopback.freePort();

	private final List<String> seen = new CopyOnWriteArrayList<>();

	@TempDir
	private Path directory;

	@Test
	void whoIsRestartedGoesAndComesOnceAndLeavesNothingBehind() throws Exception {
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.initialize();
		GossipClusterService other = other(scheduler);
		other.start();
		try (ChildProcess application = new ChildProcess(command())) {
			String before = application.awaitLine((line) -> line.startsWith("run by "));
			assertThat(before).startsWith("run by RestartClassLoader [gossip-");
			application.writeLine("");
			String after = application.awaitLine((line) -> line.startsWith("run by "));
			assertThat(after).isEqualTo(before);
			Awaitility.await().until(() -> this.seen.size() == 3);
			assertThat(other.getDiscovered()).hasSize(1);
			application.terminate();
			Awaitility.await().until(() -> this.seen.size() == 4);
			assertThat(this.seen).containsExactly("up", "down LINK_CLOSED", "up", "down LINK_CLOSED");
		}
		finally {
			other.stop();
			scheduler.shutdown();
		}
	}

	private GossipClusterService other(ThreadPoolTaskScheduler scheduler) {
		return new GossipClusterBuilder(scheduler).nodeName("other@127.0.0.1")
			.interfaces(Loopback.INTERFACES)
			.ttl(0)
			.port(this.port)
			.links((links) -> links.setEpmdPort(this.epmdPort))
			.listener(GossipListener.of(this::note))
			.build();
	}

	private void note(GossipEvent event) {
		if (event instanceof NodeUpEvent) {
			this.seen.add("up");
		}
		else if (event instanceof NodeDownEvent down) {
			this.seen.add("down " + down.getReason());
		}
	}

	private List<String> command() {
		Path jar = this.directory.resolve("starter.jar");
		int status = ToolProvider.findFirst("jar")
			.orElseThrow()
			.run(System.out, System.err, "--create", "--file", jar.toString(), "-C", CLASSES.toString(), ".");
		assertThat(status).isZero();
		List<String> command = new ArrayList<>(ChildProcess.java(Application.class.getName(),
				"--spring.application.name=orders", "--spring.main.web-application-type=none",
				"--macula.gossip.interfaces=127.0.0.1", "--macula.gossip.ttl=0", "--macula.gossip.port=" + this.port,
				"--macula.gossip.distribution.epmd-port=" + this.epmdPort));
		int classPath = command.indexOf("-cp") + 1;
		List<String> entries = new ArrayList<>(List.of(command.get(classPath).split(File.pathSeparator)));
		assertThat(entries.remove(CLASSES.toString())).isTrue();
		entries.add(jar.toString());
		entries.add(Path.of("target", "devtools") + File.separator + "*");
		command.set(classPath, String.join(File.pathSeparator, entries));
		return command;
	}

	/**
	 * The application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(GossipAutoConfiguration.class)
	public static class Application {

		private static final CountDownLatch up = new CountDownLatch(1);

		@EventListener
		void up(NodeUpEvent event) {
			up.countDown();
		}

		/**
		 * Start it, tell who runs it and which threads there are for good, and restart it
		 * when a line is read.
		 * @param arguments its arguments
		 * @throws Exception if devtools are not there
		 */
		public static void main(String[] arguments) throws Exception {
			SpringApplication.run(Application.class, arguments);
			up.await();
			while (isRehearsing()) {
				Thread.onSpinWait();
			}
			ClassLoader loader = Application.class.getClassLoader();
			System.out.println("run by " + loader.getClass().getSimpleName() + " " + threads());
			System.in.read();
			Class<?> restarter = loader.loadClass("org.springframework.boot.devtools.restart.Restarter");
			Object instance = restarter.getMethod("getInstance").invoke(null);
			restarter.getMethod("restart").invoke(instance);
		}

		private static boolean isRehearsing() {
			return Thread.getAllStackTraces()
				.keySet()
				.stream()
				.map(Thread::getName)
				.anyMatch((name) -> name.startsWith("gossip-rehearsal") || name.endsWith("-one@127.0.0.1"));
		}

		/**
		 * Return the threads that a node has as long as it runs and is linked.
		 */
		private static List<String> threads() {
			return Thread.getAllStackTraces()
				.keySet()
				.stream()
				.map(Thread::getName)
				.filter((name) -> name.matches("gossip-(accept|link|links|timer|epmd|default-(network|receive)).*"))
				.sorted()
				.toList();
		}

	}

}
