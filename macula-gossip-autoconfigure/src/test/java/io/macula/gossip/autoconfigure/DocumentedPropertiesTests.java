package io.macula.gossip.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the documentation says of properties, held against the metadata and against the
 * application that starts with them.
 */
class DocumentedPropertiesTests {

	private static final String PREFIX = "macula.gossip.";

	private static final Path PROJECT = Path.of("..");

	private static final Pattern ROW = Pattern.compile("(?m)^\\| `([\\w.*-]+)` \\|([^|]*)\\|[^|]*\\|$");

	private static final Pattern YAML = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

	private static final Pattern FENCED = Pattern.compile("(?m)^```.*?^```$", Pattern.DOTALL);

	/** A name in code, alone or with a value, in full or from the part that has parts. */
	private static final Pattern NAME = Pattern
		.compile("`((?:macula\\.gossip|distribution|failure-detection|health)\\.[a-z.*-]+)(?:=[^`]*)?`");

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(GossipAutoConfiguration.class))
		.withPropertyValues("macula.gossip.auto-startup=false", "GOSSIP_SECRET=secret");

	@Test
	void theTableNamesEveryPropertyWithItsDefault() throws IOException {
		String table = Files.readString(PROJECT.resolve("docs/properties.md"));
		Map<String, String> documented = new TreeMap<>();
		ROW.matcher(table)
			.results()
			.forEach((row) -> documented.put(row.group(1).replace(".*", ""), row.group(2).strip()));
		Map<String, Object> defaults = properties("@.defaultValue", "defaultValue");
		assertThat(documented.keySet()).isEqualTo(properties("!@.deprecation", "name").keySet());
		defaults.forEach((name, value) -> assertThat(documented).as(name).containsEntry(name, "`" + value + "`"));
	}

	@Test
	void everyPropertyThatTheTextNamesIsThere() throws IOException {
		Set<String> known = new TreeSet<>(properties("!@.deprecation", "name").keySet());
		known.addAll(meters());
		Set<String> unknown = new TreeSet<>();
		int names = 0;
		for (Path document : documents()) {
			String text = FENCED.matcher(Files.readString(document)).replaceAll("");
			for (String name : NAME.matcher(text).results().map((found) -> found.group(1)).toList()) {
				names++;
				String property = name.replace(PREFIX, "").replaceAll("\\.\\*$", "");
				if (!property.isEmpty() && !known.contains(property)) {
					unknown.add(PROJECT.relativize(document) + ": " + name);
				}
			}
		}
		assertThat(names).isGreaterThan(30);
		assertThat(unknown).isEmpty();
	}

	@TestFactory
	Stream<DynamicTest> everyYamlSnippetStartsAnApplication() throws IOException {
		List<DynamicTest> tests = new ArrayList<>();
		for (Path document : documents()) {
			YAML.matcher(Files.readString(document))
				.results()
				.map((snippet) -> snippet.group(1))
				.filter((snippet) -> snippet.startsWith("macula:"))
				.forEach((snippet) -> tests.add(DynamicTest.dynamicTest(
						PROJECT.relativize(document) + ": " + snippet.lines().skip(2).limit(1).toList(),
						() -> start(snippet))));
		}
		assertThat(tests).hasSizeGreaterThan(1);
		return tests.stream();
	}

	@Test
	void aSnippetWithAPropertyThatIsNotThereIsFound() {
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> start("macula:\n  gossip:\n    address: 230.1.1.251\n"));
	}

	private void start(String snippet) throws IOException {
		List<PropertySource<?>> sources = new YamlPropertySourceLoader().load("snippet",
				new ByteArrayResource(snippet.getBytes(StandardCharsets.UTF_8)));
		StandardEnvironment environment = new StandardEnvironment();
		TestPropertyValues.of("GOSSIP_SECRET=secret").applyTo(environment);
		sources.forEach(environment.getPropertySources()::addFirst);
		Binder.get(environment)
			.bind("macula.gossip", Bindable.of(GossipProperties.class),
					new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
		this.contextRunner
			.withInitializer((context) -> sources.forEach(context.getEnvironment().getPropertySources()::addLast))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	/**
	 * Return the names of the meters and observations without the prefix, from the lists
	 * that the tests of these hold against the code.
	 */
	private static List<String> meters() throws IOException {
		String list = Files.readString(PROJECT.resolve("docs/operating.md"))
			.lines()
			.filter((line) -> line.startsWith("- Meters: ") || line.startsWith("- Observations: "))
			.collect(Collectors.joining());
		return NAME.matcher(list).results().map((name) -> name.group(1).replace(PREFIX, "")).toList();
	}

	/**
	 * Return an attribute of the properties that a filter lets through, by their names
	 * without the prefix.
	 */
	private static Map<String, Object> properties(String filter, String attribute) throws IOException {
		try (InputStream metadata = Objects.requireNonNull(DocumentedPropertiesTests.class.getClassLoader()
			.getResourceAsStream("META-INF/spring-configuration-metadata.json"))) {
			List<Map<String, Object>> found = JsonPath.read(metadata, "$.properties[?(" + filter + ")]");
			return found.stream()
				.filter((property) -> ((String) property.get("name")).startsWith(PREFIX))
				.collect(Collectors.toMap((property) -> ((String) property.get("name")).substring(PREFIX.length()),
						(property) -> property.get(attribute), (one, other) -> one, TreeMap::new));
		}
	}

	private static List<Path> documents() throws IOException {
		List<Path> documents = new ArrayList<>();
		documents.add(PROJECT.resolve("README.md"));
		documents.add(PROJECT.resolve("SECURITY.md"));
		try (Stream<Path> files = Files.walk(PROJECT.resolve("docs"))) {
			files.filter((file) -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
		}
		return documents;
	}

}
