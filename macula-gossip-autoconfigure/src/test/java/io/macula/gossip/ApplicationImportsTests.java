package io.macula.gossip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application may import stands in few packages; the sample and the documented
 * snippets are the witnesses that they are enough.
 */
class ApplicationImportsTests {

	private static final Set<String> PACKAGES = Set.of("io.macula.gossip", "io.macula.gossip.etf",
			"io.macula.gossip.service");

	private static final Path PROJECT = Path.of("..");

	private static final Pattern IMPORT = Pattern
		.compile("^import (?:static )?(io\\.macula\\.gossip[\\w.]*)\\.[A-Z]\\w*", Pattern.MULTILINE);

	private static final Pattern SNIPPET = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

	private static final Pattern TYPE = Pattern.compile("\\b[A-Z]\\w+");

	private static final Map<String, String> PUBLIC_TYPES = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages("io.macula.gossip")
		.stream()
		.filter((type) -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
		.collect(Collectors.toMap(JavaClass::getSimpleName, JavaClass::getPackageName));

	@Test
	void theSampleImportsNothingElse() throws IOException {
		List<String> imported = new ArrayList<>();
		for (Path source : find(PROJECT.resolve("sample-app/src/main/java"), ".java")) {
			imported.addAll(matches(IMPORT, Files.readString(source), 1));
		}
		assertThat(imported).isNotEmpty().allMatch(PACKAGES::contains);
	}

	@Test
	void theDocumentedSnippetsNeedNothingElse() throws IOException {
		List<Path> documents = new ArrayList<>(find(PROJECT.resolve("docs"), ".md"));
		documents.add(PROJECT.resolve("README.md"));
		Set<String> used = new TreeSet<>();
		for (Path document : documents) {
			for (String snippet : matches(SNIPPET, Files.readString(document), 1)) {
				used.addAll(matches(TYPE, snippet, 0));
			}
		}
		used.retainAll(PUBLIC_TYPES.keySet());
		assertThat(used).contains("GossipClusterBuilder", "GossipMessenger", "NodeUpEvent", "AtomTerm");
		assertThat(used).allSatisfy((type) -> assertThat(PUBLIC_TYPES.get(type)).as(type).isIn(PACKAGES));
	}

	@Test
	void whatElseIsPublicIsMarkedAsInternal() {
		assertThat(PUBLIC_TYPES).hasSizeGreaterThan(50);
		PUBLIC_TYPES.forEach((type, name) -> assertThat(isInternal(name)).as("%s.%s", name, type)
			.isEqualTo(!PACKAGES.contains(name)));
	}

	private static boolean isInternal(String packageName) {
		try {
			return Class.forName(packageName + ".package-info").isAnnotationPresent(Internal.class);
		}
		catch (ClassNotFoundException ex) {
			return false;
		}
	}

	private static List<String> matches(Pattern pattern, String text, int group) {
		return pattern.matcher(text).results().map((MatchResult result) -> result.group(group)).toList();
	}

	private static List<Path> find(Path directory, String suffix) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			return files.filter((file) -> file.toString().endsWith(suffix)).toList();
		}
	}

}
