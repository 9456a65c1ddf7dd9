package io.macula.gossip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Links between the documents lead to a file that is there, and to a heading in it.
 */
class DocumentedLinksTests {

	private static final Path PROJECT = Path.of("..");

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]*)(?:#([^)]*))?\\)");

	private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

	@Test
	void everyLinkLeadsSomewhere() throws IOException {
		List<String> broken = new ArrayList<>();
		int links = 0;
		for (Path document : documents()) {
			for (MatchResult link : LINK.matcher(Files.readString(document)).results().toList()) {
				links++;
				if (!leadsSomewhere(document, link.group(1), link.group(2))) {
					broken.add(PROJECT.relativize(document) + ": " + link.group());
				}
			}
		}
		assertThat(links).isGreaterThan(30);
		assertThat(broken).isEmpty();
	}

	@Test
	void oneThatLeadsNowhereIsFound() throws IOException {
		Path readme = PROJECT.resolve("README.md");
		assertThat(leadsSomewhere(readme, "docs/networks.md", "docker")).isTrue();
		assertThat(leadsSomewhere(readme, "docs/networks.md", "podman")).isFalse();
		assertThat(leadsSomewhere(readme, "docs/network.md", null)).isFalse();
	}

	@Test
	void theReadmeLeadsToEveryPageOfTheDocumentation() throws IOException {
		String readme = Files.readString(PROJECT.resolve("README.md"));
		try (Stream<Path> pages = Files.list(PROJECT.resolve("docs"))) {
			assertThat(pages.filter((page) -> page.toString().endsWith(".md")))
				.allSatisfy((page) -> assertThat(readme).contains("](docs/" + page.getFileName() + ")"));
		}
	}

	private static boolean leadsSomewhere(Path document, String file, String heading) throws IOException {
		Path target = file.isEmpty() ? document : document.resolveSibling(file);
		if (!Files.exists(target)) {
			return false;
		}
		return heading == null || HEADING.matcher(Files.readString(target))
			.results()
			.anyMatch((found) -> anchor(found.group(1)).equals(heading));
	}

	/**
	 * Return what a heading is called in a link.
	 */
	private static String anchor(String heading) {
		return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", "").replace(' ', '-');
	}

	private static List<Path> documents() throws IOException {
		List<Path> documents = new ArrayList<>();
		try (Stream<Path> files = Stream.concat(Files.list(PROJECT), Files.walk(PROJECT.resolve("docs")))) {
			files.filter((file) -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
		}
		return documents;
	}

}
