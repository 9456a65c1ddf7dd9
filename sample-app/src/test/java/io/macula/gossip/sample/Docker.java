package io.macula.gossip.sample;

import java.nio.file.Path;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.opentest4j.AssertionFailedError;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.builder.ImageFromDockerfile;

/**
 * The Docker that the tests use, and the sample's image in it: built once, from the
 * Dockerfile that everyone uses. {@code GOSSIP_TEST_BASE_IMAGE} names another base image;
 * one that is here already is not asked for elsewhere.
 */
final class Docker {

	private static final String BASE_IMAGE = System.getenv()
		.getOrDefault("GOSSIP_TEST_BASE_IMAGE", "eclipse-temurin:17-jre");

	private static final boolean CI = "true".equals(System.getenv("CI"));

	private static final ImageFromDockerfile image = new ImageFromDockerfile()
		.withDockerfile(Path.of("Dockerfile").toAbsolutePath())
		.withBuildArg("BASE_IMAGE", BASE_IMAGE);

	private static final int PULL_MINUTES = 5;

	private static @Nullable String missing;

	private static boolean told;

	private static boolean removalPlanned;

	private Docker() {
	}

	/**
	 * Skip the test where no Docker answers or there is nothing to build on; on CI fail
	 * instead.
	 */
	static synchronized void assumeAvailable() throws InterruptedException {
		if (missing == null) {
			missing = findMissing();
		}
		assume(missing.isEmpty(), missing);
	}

	private static String findMissing() throws InterruptedException {
		if (!DockerClientFactory.instance().isDockerAvailable()) {
			return "No Docker answers, which the tests with containers need: apt-get install docker.io";
		}
		try {
			client().inspectImageCmd(BASE_IMAGE).exec();
			return "";
		}
		catch (NotFoundException ex) {
			return pull();
		}
	}

	private static String pull() throws InterruptedException {
		String problem = "it takes too long";
		try {
			if (client().pullImageCmd(BASE_IMAGE)
				.exec(new PullImageResultCallback())
				.awaitCompletion(PULL_MINUTES, TimeUnit.MINUTES)) {
				client().inspectImageCmd(BASE_IMAGE).exec();
				return "";
			}
		}
		catch (DockerException ex) {
			problem = String.valueOf(ex.getMessage());
		}
		return "Docker cannot pull " + BASE_IMAGE + ", on which the tests with containers build (" + problem.strip()
				+ "): name one that is here with GOSSIP_TEST_BASE_IMAGE, such as one of .ci/base-image";
	}

	/**
	 * Skip the test, with one line for all that miss the same; on CI fail instead.
	 */
	static synchronized void assume(boolean available, String missing) {
		if (!available && CI) {
			throw new AssertionFailedError(missing);
		}
		if (!available && !told) {
			told = true;
			System.out.println(missing);
		}
		Assumptions.assumeTrue(available, missing);
	}

	static synchronized Future<String> image() {
		if (!removalPlanned) {
			removalPlanned = true;
			Runtime.getRuntime().addShutdownHook(new Thread(Docker::removeImage));
		}
		return image;
	}

	static DockerClient client() {
		return DockerClientFactory.instance().client();
	}

	/**
	 * Remove what Testcontainers leaves behind where its reaper is switched off.
	 */
	private static void removeImage() {
		try {
			client().removeImageCmd(image.getDockerImageName()).withForce(true).exec();
		}
		catch (NotFoundException ex) {
			// It was never built, or is removed already
		}
	}

}
