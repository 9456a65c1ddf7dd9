package io.macula.gossip.benchmarks.comparison;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is compared.
 */
final class Systems {

	/** An empty program, for what a JVM takes that does nothing. */
	static final ComparedSystem IDLE = new ComparedSystem("idle", "a JVM that does nothing",
			JavaProgram.of("bare", "IdleNode"));

	private static final Map<String, String> MODULES = new TreeMap<>(
			Map.of("ours", "boot", "Eureka", "eureka-client", "Hazelcast", "hazelcast", "JGroups", "jgroups",
					"ScaleCube Cluster", "scalecube", "Pekko Cluster", "pekko", "mDNS (JmDNS)", "jmdns"));

	private Systems() {
	}

	/**
	 * Return all that can be run here.
	 * @param options says where the originals are
	 * @param directory for what must be made before
	 */
	static List<ComparedSystem> all(Options options, Path directory) {
		List<ComparedSystem> systems = new ArrayList<>(ours(directory));
		systems.add(java("jgroups", "JGroups", "jgroups.JGroupsNode"));
		systems.add(java("hazelcast", "Hazelcast", "hazelcast.HazelcastNode"));
		systems.add(java("scalecube", "ScaleCube Cluster", "scalecube.ScaleCubeNode"));
		systems.add(java("pekko", "Pekko Cluster", "pekko.PekkoNode"));
		systems.add(java("jmdns", "mDNS (JmDNS)", "jmdns.JmDnsNode"));
		systems.add(eureka(options.isShort()));
		if (options.has("--original")) {
			systems.add(Beam.original(options.path("--original"), directory));
		}
		if (options.has("--libcluster")) {
			systems.add(Beam.libcluster(options.path("--libcluster"), directory));
		}
		List<String> keys = systems.stream().map(ComparedSystem::key).toList();
		options.only().stream().filter((key) -> !keys.contains(key)).findFirst().ifPresent((key) -> {
			throw new IllegalArgumentException("There is no system '%s' here, but %s".formatted(key, keys));
		});
		return systems.stream()
			.filter((system) -> options.only().isEmpty() || options.only().contains(system.key()))
			.toList();
	}

	private static List<ComparedSystem> ours(Path directory) {
		JavaProgram bare = JavaProgram.of("bare", "bare.BareNode");
		JavaProgram boot = JavaProgram.of("boot", "boot.BootNode");
		JavaProgram secret = JavaProgram.of("bare", "bare.BareNode", "secret");
		JavaProgram heartbeat = JavaProgram.of("bare", "bare.BareNode", "heartbeat");
		return List.of(new ComparedSystem(ComparedSystem.BASELINE, "ours", bare),
				new ComparedSystem("ours-archive", "ours, class data archive",
						bare.archived(directory.resolve("bare.jsa"))),
				new ComparedSystem("ours-secret", "ours, with a secret", secret),
				new ComparedSystem("ours-heartbeat", "ours, heartbeat mode", heartbeat),
				new ComparedSystem("ours-boot", "ours, in Spring Boot", boot), new ComparedSystem("ours-boot-archive",
						"ours, in Spring Boot, class data archive", boot.archived(directory.resolve("boot.jsa"))));
	}

	/**
	 * With its defaults it takes a minute and more: in a hurry, looks come more often.
	 */
	private static ComparedSystem eureka(boolean hurry) {
		JavaProgram node = JavaProgram.of("eureka-client", "eureka.EurekaNode");
		JavaProgram registry = JavaProgram.of("eureka-server", "eureka.EurekaRegistry");
		if (hurry) {
			node = node.withJvmOptions("-Deureka.client.registry-fetch-interval-seconds=1");
			registry = registry.withJvmOptions("-Deureka.server.response-cache-update-interval-ms=1000");
		}
		JavaProgram beside = registry;
		return new ComparedSystem("eureka", "Eureka", node, (basePort) -> beside.command(0, basePort));
	}

	static List<ComparedSystem> withIdle(List<ComparedSystem> systems) {
		return Stream.concat(systems.stream(), Stream.of(IDLE)).toList();
	}

	private static ComparedSystem java(String module, String title, String mainClass) {
		return new ComparedSystem(module, title, JavaProgram.of(module, mainClass));
	}

	/**
	 * Return a table of what each brings into an application of Spring Boot that has
	 * Spring MVC, in jars and megabytes.
	 */
	static String jars() {
		ClassPath web = ClassPath.of("boot-web");
		ClassPath application = web.without((jar) -> jar.startsWith("macula-gossip"));
		StringBuilder table = new StringBuilder("| system | jars | MB |\n| --- | --- | --- |");
		MODULES.forEach((title, module) -> {
			ClassPath brought = ClassPath.of(module).beyond(application);
			table.append("\n| %s | %d | %.1f |".formatted(title, brought.jars().size(), brought.megabytes()));
		});
		return table.toString();
	}

	/**
	 * Return the versions of what the modules hold, as their jars' names tell.
	 */
	static String versions() {
		return String.join(", ", "JGroups " + ClassPath.of("jgroups").version("jgroups"),
				"Hazelcast " + ClassPath.of("hazelcast").version("hazelcast"),
				"ScaleCube " + ClassPath.of("scalecube").version("scalecube-cluster"),
				"Pekko " + ClassPath.of("pekko").version("pekko-cluster-typed_2.13"),
				"JmDNS " + ClassPath.of("jmdns").version("jmdns"),
				"Spring Cloud Netflix " + ClassPath.of("eureka-client").version("spring-cloud-netflix-eureka-client"),
				"Spring Boot " + ClassPath.of("boot").version("spring-boot"));
	}

}
