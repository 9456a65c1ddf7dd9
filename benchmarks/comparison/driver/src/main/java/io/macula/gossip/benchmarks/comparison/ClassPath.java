package io.macula.gossip.benchmarks.comparison;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The jars of one module of this build, its own among them.
 *
 * @param jars the jars
 */
record ClassPath(List<Path> jars) {

	private static final Path HOME = home();

	/**
	 * Return what a module's build has left.
	 * @param module the module's folder
	 * @return its class path
	 * @throws IllegalStateException if it was not built
	 */
	static ClassPath of(String module) {
		Path target = HOME.resolve(module).resolve("target");
		try (Stream<Path> own = Files.list(target); Stream<Path> others = Files.list(target.resolve("lib"))) {
			List<Path> jars = Stream.concat(own, others)
				.filter((path) -> path.toString().endsWith(".jar"))
				.sorted()
				.toList();
			return new ClassPath(jars);
		}
		catch (IOException ex) {
			throw new IllegalStateException("not built: mvn package -f benchmarks/comparison", ex);
		}
	}

	private static Path home() {
		try {
			Path code = Path.of(ClassPath.class.getProtectionDomain().getCodeSource().getLocation().toURI());
			return code.getParent().getParent().getParent();
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return it without some jars.
	 * @param excluded which by their names
	 */
	ClassPath without(Predicate<String> excluded) {
		return new ClassPath(this.jars.stream().filter((jar) -> !excluded.test(jar.getFileName().toString())).toList());
	}

	/**
	 * Return what this has that another does not, in whichever version, and without what
	 * is only here to measure.
	 */
	ClassPath beyond(ClassPath other) {
		Set<String> names = other.jars.stream().map(ClassPath::name).collect(Collectors.toSet());
		return new ClassPath(this.jars.stream()
			.filter((jar) -> !names.contains(name(jar)) && !name(jar).startsWith("comparison-"))
			.toList());
	}

	/**
	 * Return the name of an artifact, without its version.
	 */
	static String name(Path jar) {
		return jar.getFileName().toString().replaceFirst("-\\d.*", "");
	}

	/**
	 * Return the version in the file name of an artifact.
	 */
	String version(String artifact) {
		return this.jars.stream()
			.filter((jar) -> name(jar).equals(artifact))
			.map((jar) -> jar.getFileName().toString().substring(artifact.length() + 1).replaceFirst("\\.jar$", ""))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException(artifact + " is not among " + this.jars));
	}

	double megabytes() {
		return this.jars.stream().mapToLong(ClassPath::size).sum() / 1e6;
	}

	private static long size(Path jar) {
		try {
			return Files.size(jar);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String toString() {
		return this.jars.stream().map(Path::toString).collect(Collectors.joining(":"));
	}

}
