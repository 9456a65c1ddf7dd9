package io.macula.gossip.actuate;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import com.jayway.jsonpath.JsonPath;
import io.macula.gossip.actuate.GossipEndpoint.ClusterDescriptor;
import io.macula.gossip.actuate.GossipEndpoint.GossipDescriptor;
import io.macula.gossip.actuate.GossipEndpoint.NodeDescriptor;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the documentation shows of the endpoint's JSON has no field that the endpoint does
 * not have, and the reference has each field.
 */
class DocumentedEndpointTests {

	private static final Path PROJECT = Path.of("..");

	private static final Pattern JSON = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

	/** First cells of the table of fields: {@code `peers[].addresses`, `problems[]`}. */
	private static final Pattern FIELD = Pattern.compile("`(\\w+)\\[\\](?:\\.(\\w+))?`(?=[^|]*\\|[^|]*\\|$)",
			Pattern.MULTILINE);

	private static final Pattern ROW = Pattern.compile("(?m)^\\| `([\\w.\\[\\]]+)` \\|");

	private final List<String> unknown = new ArrayList<>();

	@Test
	void theExampleShowsFieldsThatThereAre() throws IOException {
		check(json("docs/operating.md"), GossipDescriptor.class);
		assertThat(this.unknown).isEmpty();
	}

	@Test
	void theAnswerToWhyShowsFieldsThatThereAre() throws IOException {
		check(json("docs/troubleshooting.md"), NodeDescriptor.class);
		assertThat(this.unknown).isEmpty();
	}

	@Test
	void theTableNamesFieldsThatThereAre() throws IOException {
		String document = Files.readString(PROJECT.resolve("docs/troubleshooting.md"));
		String table = document.substring(document.indexOf("| there | says |"));
		List<MatchResult> fields = FIELD.matcher(table.substring(0, table.indexOf("\n\n"))).results().toList();
		assertThat(fields).hasSizeGreaterThan(6);
		for (MatchResult field : fields) {
			Optional<Type> items = type(ClusterDescriptor.class, field.group(1));
			if (items.isEmpty() || (field.group(2) != null
					&& type((Class<?>) argument(items.get(), 0), field.group(2)).isEmpty())) {
				this.unknown.add(field.group());
			}
		}
		assertThat(this.unknown).isEmpty();
	}

	@Test
	void theReferenceNamesEachField() throws IOException {
		assertThat(documented("Of each cluster:")).containsExactlyElementsOf(fields(ClusterDescriptor.class));
		assertThat(documented("`GET /actuator/gossip/{cluster}/{node}`:"))
			.containsExactlyElementsOf(names(NodeDescriptor.class));
	}

	@Test
	void aFieldThatIsNotThereIsFound() {
		check(Map.of("clusters", Map.of("default", Map.of("members", List.of(Map.of("name", "a@b", "host", "b"))))),
				GossipDescriptor.class);
		assertThat(this.unknown).containsExactly("MemberDescriptor.host");
	}

	private void check(Object json, Type type) {
		if (json instanceof List<?> items) {
			items.forEach((item) -> check(item, argument(type, 0)));
		}
		else if (json instanceof Map<?, ?> fields && type instanceof ParameterizedType) {
			fields.values().forEach((value) -> check(value, argument(type, 1)));
		}
		else if (json instanceof Map<?, ?> fields) {
			Class<?> record = (Class<?>) type;
			fields.forEach((name, value) -> type(record, (String) name).ifPresentOrElse((field) -> check(value, field),
					() -> this.unknown.add(record.getSimpleName() + "." + name)));
		}
	}

	private static Optional<Type> type(Class<?> record, String field) {
		return Arrays.stream(record.getRecordComponents())
			.filter((component) -> component.getName().equals(field))
			.findFirst()
			.map(RecordComponent::getGenericType);
	}

	private static Type argument(Type type, int index) {
		return ((ParameterizedType) type).getActualTypeArguments()[index];
	}

	/**
	 * Return the first cells of the table that follows some words.
	 */
	private static List<String> documented(String words) throws IOException {
		String document = Files.readString(PROJECT.resolve("docs/operating.md"));
		String table = document.substring(document.indexOf(words)).split("\n\n", 3)[1];
		return ROW.matcher(table).results().map((row) -> row.group(1)).toList();
	}

	/**
	 * Return the fields of a record, in place of a list the fields of its items.
	 */
	private static List<String> fields(Class<?> record) {
		List<String> fields = new ArrayList<>();
		for (RecordComponent component : record.getRecordComponents()) {
			if (component.getType() == List.class && argument(component.getGenericType(), 0) instanceof Class<?> item
					&& item.isRecord()) {
				names(item).forEach((name) -> fields.add(component.getName() + "[]." + name));
			}
			else {
				fields.add(component.getName());
			}
		}
		return fields;
	}

	private static List<String> names(Class<?> record) {
		return Arrays.stream(record.getRecordComponents()).map(RecordComponent::getName).toList();
	}

	private static Object json(String document) throws IOException {
		List<MatchResult> snippets = JSON.matcher(Files.readString(PROJECT.resolve(document))).results().toList();
		assertThat(snippets).hasSize(1);
		return JsonPath.parse(snippets.get(0).group(1)).read("$");
	}

}
