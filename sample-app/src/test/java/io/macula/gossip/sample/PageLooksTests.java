package io.macula.gossip.sample;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

import io.macula.gossip.testing.BeamNode;
import io.macula.gossip.testing.Chromium;
import io.macula.gossip.testing.Requires;
import io.macula.gossip.testing.RequiresBeam;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the page looks, by day and by night, wide and narrow. Leaves pictures of it in
 * {@code target/images}, and those of the README where the system property
 * {@value #IMAGES} says.
 */
@Requires(Chromium.class)
@Tag("once")
@Timeout(120)
class PageLooksTests {

	private static final String IMAGES = "gossip.test.images";

	private static final int MAX_BYTES = 200_000;

	private final LinkedNodes nodes = new LinkedNodes();

	private Browser browser;

	@BeforeEach
	void open() {
		this.browser = new Browser();
	}

	@AfterEach
	void close() {
		this.browser.close();
		this.nodes.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "light", "dark" })
	void whatIsWrittenStandsOutFromWhatItIsWrittenOn(String scheme) {
		this.browser.prefer("prefers-color-scheme", scheme);
		this.browser.open(LinkedNodes.address(this.nodes.start("page", 0)));
		for (String ground : List.of("--page", "--card")) {
			for (String text : List.of("--text", "--quiet", "--down")) {
				assertThat(contrast(text, ground)).as("%s on %s", text, ground).isGreaterThanOrEqualTo(4.5);
			}
		}
		for (String colour : List.of("--self", "--up", "--suspected", "--down")) {
			assertThat(contrast("--on-colour", colour)).as("text on %s", colour).isGreaterThanOrEqualTo(4.5);
			assertThat(contrast(colour, "--card")).as("shape in %s", colour).isGreaterThanOrEqualTo(3);
		}
		assertThat(contrast("--heard", "--card")).isGreaterThanOrEqualTo(3);
		assertThat(contrast("--border", "--card")).isGreaterThanOrEqualTo(3);
	}

	@Test
	@RequiresBeam
	void aClusterOfJavaAndErlangIsAPicture() throws Exception {
		ConfigurableApplicationContext page = this.nodes.start("orders", 0, "--macula.gossip.metadata.version=2.4.0");
		this.nodes.start("billing", 0, "--macula.gossip.metadata.version=1.9.1");
		this.nodes.start("stock", 0, "--macula.gossip.metadata.version=3.0.2");
		ConfigurableApplicationContext invoices = this.nodes.start("invoices", 0);
		try (BeamNode beam = BeamNode.start(this.nodes.epmdPort(), "-name", "prices@127.0.0.1")) {
			for (String name : List.of("orders", "billing", "stock")) {
				assertThat(beam.eval("net_kernel:connect_node('%s@127.0.0.1')".formatted(name))).isEqualTo("true");
			}
			this.browser.prefer("prefers-color-scheme", "light");
			this.browser.resize(1100, 690);
			this.browser.open(LinkedNodes.address(page));
			this.browser
				.awaitTrue("document.querySelectorAll('.node[data-state=connected][data-kind=JVM]').length === 3");
			this.browser.await("#picture .node[data-node='prices@127.0.0.1'][data-state=connected][data-kind=BEAM]");
			invoices.close();
			this.browser.await("#picture .node[data-node='invoices@127.0.0.1'][data-state=down]").click();
			this.browser.awaitTrue("document.querySelector('#why').textContent.includes('but is not up')");
			this.browser.await("#disagreements .agreement");
			take("page-light.png");
			this.browser.prefer("prefers-color-scheme", "dark");
			this.browser.resize(390, 844);
			this.browser.run("scrollTo(0, 0)");
			take("page-dark-phone.png");
		}
	}

	private void take(String name) throws Exception {
		// What moves has arrived
		this.browser.awaitTrue("document.getAnimations().every((each) => each.playState === 'finished')");
		byte[] image = compress(this.browser.screenshot());
		write(Path.of("target/images"), name, image);
		assertThat(image.length).as("%s is small enough for a repository", name).isBetween(1000, MAX_BYTES);
		String images = System.getProperty(IMAGES);
		if (images != null) {
			write(Path.of(images), name, image);
		}
	}

	/**
	 * Return a picture in fewer bytes than the browser makes of it, in some haste.
	 */
	private static byte[] compress(byte[] png) throws IOException {
		ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
		ImageWriteParam most = writer.getDefaultWriteParam();
		most.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
		most.setCompressionQuality(0);
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (ImageOutputStream output = ImageIO.createImageOutputStream(compressed)) {
			writer.setOutput(output);
			writer.write(null, new IIOImage(ImageIO.read(new ByteArrayInputStream(png)), null, null), most);
		}
		writer.dispose();
		return compressed.toByteArray();
	}

	private static void write(Path directory, String name, byte[] image) throws Exception {
		Files.createDirectories(directory);
		Files.write(directory.resolve(name), image);
	}

	/**
	 * Return the contrast of two colours, 1 to 21, as WCAG 2 has it.
	 */
	private double contrast(String one, String other) {
		double first = luminance(one);
		double second = luminance(other);
		return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
	}

	private double luminance(String property) {
		String colour = (String) this.browser
			.eval("getComputedStyle(document.documentElement).getPropertyValue(arguments[0])", property);
		int rgb = Integer.parseInt(colour.strip().substring(1), 16);
		return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
	}

	private static double linear(int component) {
		double value = (component & 0xff) / 255.0;
		return (value <= 0.04045) ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
	}

}
