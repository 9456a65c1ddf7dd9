package io.macula.gossip.sample;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.macula.gossip.testing.Need;
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

	private static final ImageFromDockerfile image = new ImageFromDockerfile()
		.withDockerfile(Path.of("Dockerfile").toAbsolutePath())
		.withBuildArg("BASE_IMAGE", BASE_IMAGE);

	private static final int PULL_MINUTES = 5;

	private static boolean removalPlanned;

	private Docker() {
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

	/**
	 * A Docker that answers, and an image in it to build on.
	 */
	static final class Available implements Need {

		@Override
		public Optional<String> missing() throws InterruptedException {
			if (!DockerClientFactory.instance().isDockerAvailable()) {
				return Optional.of("Docker: apt-get install docker.io, and see that it runs");
			}
			try {
				client().inspectImageCmd(BASE_IMAGE).exec();
				return Optional.empty();
			}
			catch (NotFoundException ex) {
				return pull();
			}
		}

		private static Optional<String> pull() throws InterruptedException {
			String problem = "it takes too long";
			try {
				if (client().pullImageCmd(BASE_IMAGE)
					.exec(new PullImageResultCallback())
					.awaitCompletion(PULL_MINUTES, TimeUnit.MINUTES)) {
					client().inspectImageCmd(BASE_IMAGE).exec();
					return Optional.empty();
				}
			}
			catch (DockerException ex) {
				problem = String.valueOf(ex.getMessage());
			}
			return Optional.of(BASE_IMAGE + ", which Docker cannot pull (" + problem.strip()
					+ "): name an image that is here with GOSSIP_TEST_BASE_IMAGE, such as one of .ci/base-image");
		}

	}

}
