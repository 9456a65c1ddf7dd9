package io.macula.gossip.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Chromium and the driver that tests steer it with, which the PATH leads to.
 */
public final class Chromium implements Need {

	private static final String MISSING = "Chromium and its driver, on the PATH: apt-get install chromium chromium-driver";

	@Override
	public Optional<String> missing() {
		Optional<Path> browser = find("chromium");
		Optional<Path> driver = find("chromedriver");
		return (browser.isPresent() && driver.isPresent() && runs(browser.get()) && runs(driver.get()))
				? Optional.empty() : Optional.of(MISSING);
	}

	/**
	 * Return where the browser is.
	 * @return the file
	 */
	public static Path browser() {
		return find("chromium").orElseThrow();
	}

	/**
	 * Return where the driver is.
	 * @return the file
	 */
	public static Path driver() {
		return find("chromedriver").orElseThrow();
	}

	private static Optional<Path> find(String program) {
		return Stream.of(System.getenv("PATH").split(File.pathSeparator))
			.map((directory) -> Path.of(directory, program))
			.filter(Files::isExecutable)
			.findFirst();
	}

	private static boolean runs(Path program) {
		return ChildProcess.run(List.of(program.toString(), "--version")).status() == 0;
	}

}
