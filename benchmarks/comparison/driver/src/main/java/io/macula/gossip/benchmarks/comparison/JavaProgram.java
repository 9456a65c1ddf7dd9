package io.macula.gossip.benchmarks.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The command of a node that is a JVM like this one, with no options but those given.
 *
 * @param classPath its class path, asked for when it is needed
 * @param mainClass its main class
 * @param jvmOptions options for the JVM
 * @param options options for the node
 */
record JavaProgram(Supplier<ClassPath> classPath, String mainClass, List<String> jvmOptions,
		List<String> options) implements ComparedSystem.Launcher {

	static JavaProgram of(String module, String mainClass, String... options) {
		return new JavaProgram(() -> ClassPath.of(module), JavaProgram.class.getPackageName() + "." + mainClass,
				List.of(), List.of(options));
	}

	JavaProgram withJvmOptions(String... jvmOptions) {
		return new JavaProgram(this.classPath, this.mainClass, List.of(jvmOptions), this.options);
	}

	@Override
	public List<String> command(int index, int basePort) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(this.jvmOptions);
		command.addAll(List.of("-cp", this.classPath.get().toString(), this.mainClass, String.valueOf(index),
				String.valueOf(basePort)));
		command.addAll(this.options);
		return command;
	}

	/**
	 * Return the same with an archive of the classes that a node loads which joins one
	 * other and leaves; it is made when the first node is started.
	 */
	ComparedSystem.Launcher archived(Path archive) {
		return (index, basePort) -> {
			if (!Files.exists(archive)) {
				record(archive, basePort);
			}
			return withJvmOptions("-XX:SharedArchiveFile=" + archive).command(index, basePort);
		};
	}

	private void record(Path archive, int basePort) {
		ComparedSystem.Launcher recorded = (index,
				port) -> ((index == 1) ? this : withJvmOptions("-XX:ArchiveClassesAtExit=" + archive)).command(index,
						port);
		Duration bound = Duration.ofSeconds(30);
		try (Cluster cluster = new Cluster(new ComparedSystem("archive", "archive", recorded), basePort + 50, bound)) {
			cluster.startTogether(1);
			NodeProcess node = cluster.join().node();
			cluster.leave(node, bound);
			node.finish();
			if (!Files.exists(archive)) {
				throw new IOException("No archive was written");
			}
		}
		catch (Exception ex) {
			throw new IllegalStateException("The class data archive was not made: " + ex.getMessage(), ex);
		}
	}

}
