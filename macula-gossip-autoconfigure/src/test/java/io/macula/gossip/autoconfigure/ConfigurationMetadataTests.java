package io.macula.gossip.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import io.macula.gossip.Protocol;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an IDE shows.
 */
class ConfigurationMetadataTests {

	private final DocumentContext metadata = read("META-INF/spring-configuration-metadata.json");

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(GossipAutoConfiguration.class))
		.withPropertyValues("macula.gossip.auto-startup=false");

	@Test
	void everyPropertyHasADescriptionThatIsASentence() {
		assertThat(list("properties")).hasSizeGreaterThan(13)
			.allSatisfy((property) -> assertThat((String) property.get("description")).as("%s", property.get("name"))
				.isNotBlank()
				.endsWith(".")
				.doesNotStartWith("The ")
				.doesNotStartWith("A "));
	}

	@Test
	void theFormerNameOfMinimumNodesIsDeprecated() {
		List<String> replacements = this.metadata
			.read("$.properties[?(@.name == 'macula.gossip.health.minimum-peers')].deprecation.replacement");
		assertThat(replacements).containsExactly("macula.gossip.health.minimum-nodes");
	}

	@Test
	void defaultsAreShown() {
		assertThat(defaultOf("macula.gossip.enabled")).isEqualTo(true);
		assertThat(defaultOf("macula.gossip.auto-startup")).isEqualTo(true);
		assertThat(defaultOf("macula.gossip.addr")).isEqualTo(Protocol.MACULA.defaultAddr());
		assertThat(defaultOf("macula.gossip.connection-mode")).isEqualTo("distribution");
		assertThat(defaultOf("macula.gossip.distribution.epmd-port")).isEqualTo(4369);
		assertThat(defaultOf("macula.gossip.port")).isEqualTo(45892);
		assertThat(defaultOf("macula.gossip.interval")).isEqualTo("1500ms");
		assertThat(defaultOf("macula.gossip.ttl")).isEqualTo(1);
		assertThat(defaultOf("macula.gossip.max-nodes")).isEqualTo(4096);
		assertThat(defaultOf("macula.gossip.health.minimum-nodes")).isEqualTo(0);
	}

	/**
	 * But for the group, whose default is the protocol's.
	 */
	@Test
	void whoSetsTheDefaultsThatAreShownChangesNothing() {
		Map<String, Object> defaults = ours().stream()
			.filter((property) -> property.get("defaultValue") != null)
			.collect(Collectors.toMap((property) -> (String) property.get("name"),
					(property) -> property.get("defaultValue")));
		assertThat(defaults.remove("macula.gossip.addr")).isNotNull();
		assertThat(defaults).hasSizeGreaterThan(15);
		assertThat(
				new Binder(new MapConfigurationPropertySource(defaults)).bind("macula.gossip", GossipProperties.class)
					.get())
			.usingRecursiveComparison()
			.isEqualTo(new GossipProperties());
	}

	@Test
	void whatHasNoDefaultSaysWhatThatMeans() {
		assertThat(ours()).filteredOn((property) -> property.get("defaultValue") == null)
			.filteredOn((property) -> !isCollection(property) && property.get("deprecation") == null)
			.isNotEmpty()
			.allSatisfy((property) -> assertThat((String) property.get("description")).as("%s", property.get("name"))
				.containsIgnoringCase("if not set")
				.doesNotContain("By default"));
	}

	@Test
	void everyGroupHasADescriptionThatIsASentence() {
		assertThat(list("groups")).hasSizeGreaterThan(4)
			.allSatisfy((group) -> assertThat((String) group.get("description")).as("%s", group.get("name"))
				.isNotBlank()
				.endsWith("."));
	}

	@Test
	void everyPropertyOfAnEnumHasItsConstantsAsHints() throws ClassNotFoundException {
		int enums = 0;
		for (Map<String, Object> property : ours()) {
			if (((String) property.get("type")).startsWith("io.macula.gossip.")) {
				enums++;
				Object[] constants = Class.forName((String) property.get("type")).getEnumConstants();
				assertThat(valuesFor(property.get("name"))).as("%s", property.get("name"))
					.containsExactlyElementsOf(
							Stream.of(constants).map(ConfigurationMetadataTests::kebabCase).toList());
			}
		}
		assertThat(enums).isEqualTo(4);
	}

	@TestFactory
	Stream<DynamicTest> everyValueThatIsHintedAtWorks() {
		return list("hints").stream()
			.flatMap((hint) -> valuesFor(hint.get("name")).stream().map((value) -> hint.get("name") + "=" + value))
			.map((pair) -> DynamicTest.dynamicTest(pair, () -> this.contextRunner.withPropertyValues(pair)
				.run((context) -> assertThat(context).hasNotFailed())));
	}

	@ParameterizedTest
	@ValueSource(strings = { "addr", "peers" })
	void theDocumentationShowsTheSameAddresses(String property) throws IOException {
		String documentation = Files.readString(Path.of("..", "docs", "properties.md"))
				+ Files.readString(Path.of("..", "docs", "networks.md"));
		assertThat(valuesFor("macula.gossip." + property)).isNotEmpty()
			.allSatisfy((value) -> assertThat(documentation).contains((String) value));
	}

	@Test
	void hintsAreForPropertiesThatExist() {
		List<Object> names = list("properties").stream().map((property) -> property.get("name")).toList();
		assertThat(list("hints")).hasSizeGreaterThan(2)
			.allSatisfy((hint) -> assertThat(names).contains(hint.get("name")));
	}

	private List<Map<String, Object>> ours() {
		return list("properties").stream()
			.filter((property) -> ((String) property.get("name")).startsWith("macula.gossip."))
			.toList();
	}

	private static boolean isCollection(Map<String, Object> property) {
		return ((String) property.get("type")).startsWith("java.util.");
	}

	private static String kebabCase(Object constant) {
		return constant.toString().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private List<Object> valuesFor(Object name) {
		return this.metadata.read("$.hints[?(@.name == '" + name + "')].values[*].value");
	}

	private Object defaultOf(String name) {
		return list("properties").stream()
			.filter((property) -> name.equals(property.get("name")))
			.findFirst()
			.orElseThrow()
			.get("defaultValue");
	}

	private List<Map<String, Object>> list(String key) {
		return this.metadata.read("$." + key);
	}

	private static DocumentContext read(String resource) {
		try (InputStream stream = ConfigurationMetadataTests.class.getClassLoader().getResourceAsStream(resource)) {
			return JsonPath.parse(stream);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
