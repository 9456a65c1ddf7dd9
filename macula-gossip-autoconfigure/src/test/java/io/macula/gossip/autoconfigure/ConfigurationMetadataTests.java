package io.macula.gossip.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an IDE shows.
 */
class ConfigurationMetadataTests {

	private final DocumentContext metadata = read("META-INF/spring-configuration-metadata.json");

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
		assertThat(defaultOf("macula.gossip.connection-mode")).isEqualTo("distribution");
		assertThat(defaultOf("macula.gossip.distribution.epmd-port")).isEqualTo(4369);
		assertThat(defaultOf("macula.gossip.port")).isEqualTo(45892);
		assertThat(defaultOf("macula.gossip.interval")).isEqualTo("1500ms");
		assertThat(defaultOf("macula.gossip.ttl")).isEqualTo(1);
		assertThat(defaultOf("macula.gossip.max-nodes")).isEqualTo(4096);
		assertThat(defaultOf("macula.gossip.health.minimum-nodes")).isEqualTo(0);
	}

	@Test
	void hintsAreForPropertiesThatExist() {
		List<Object> names = list("properties").stream().map((property) -> property.get("name")).toList();
		assertThat(list("hints")).hasSizeGreaterThan(2)
			.allSatisfy((hint) -> assertThat(names).contains(hint.get("name")));
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
