package io.macula.gossip.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboard in {@code docs} asks for nothing that the sample does not tell
 * Prometheus: every meter, label and value of a label that a query names is held against
 * what the sample serves.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "management.prometheus.metrics.export.enabled=true")
class GrafanaDashboardTests {

	private static final Pattern SAMPLE = Pattern.compile("(?m)^(macula_gossip_\\w+)\\{([^}]*)\\} ");

	private static final Pattern SELECTOR = Pattern.compile("(macula_gossip_\\w+)(?:\\{([^}]*)\\})?");

	private static final Pattern LABEL = Pattern.compile("(\\w+)=~?\"([^\"]*)\"");

	private static final Pattern GROUPING = Pattern.compile("by \\(([^)]*)\\)");

	private static final Pattern LEGEND = Pattern.compile("\\{\\{(\\w+)\\}\\}");

	/** Prometheus adds these to all that it scrapes. */
	private static final Set<String> SCRAPED = Set.of("instance", "job");

	/** The values of each label of each meter. */
	private final Map<String, Map<String, Set<String>>> served = new HashMap<>();

	private final DocumentContext dashboard;

	@LocalServerPort
	private int port;

	GrafanaDashboardTests() throws IOException {
		this.dashboard = JsonPath.parse(Files.readString(Path.of("..", "docs", "grafana-dashboard.json")));
	}

	@BeforeEach
	void scrape() {
		String text = RestClient.create("http://localhost:" + this.port)
			.get()
			.uri("/actuator/prometheus")
			.retrieve()
			.body(String.class);
		SAMPLE.matcher(String.valueOf(text)).results().forEach((sample) -> {
			Map<String, Set<String>> labels = this.served.computeIfAbsent(sample.group(1), (name) -> new HashMap<>());
			labels(sample.group(2)).forEach(
					(label) -> labels.computeIfAbsent(label.group(1), (name) -> new TreeSet<>()).add(label.group(2)));
		});
		assertThat(this.served).hasSizeGreaterThan(7);
	}

	@Test
	void everyQueryAsksForWhatTheSampleTells() {
		List<String> queries = new ArrayList<>(this.dashboard.<List<String>>read("$..expr"));
		queries.addAll(this.dashboard.read("$.templating.list[?(@.type == 'query')].query"));
		assertThat(queries).hasSizeGreaterThan(10).allSatisfy((query) -> assertThat(problems(query)).isEmpty());
	}

	@Test
	void everyLegendNamesLabelsThatItsQueryKeeps() {
		List<Map<String, String>> targets = this.dashboard.read("$..targets[*]");
		assertThat(targets).isNotEmpty().allSatisfy((target) -> {
			List<String> kept = new ArrayList<>(SCRAPED);
			kept.addAll(this.served.get(selectors(target.get("expr")).get(0).group(1)).keySet());
			GROUPING.matcher(target.get("expr")).results().forEach((by) -> kept.retainAll(names(by)));
			assertThat(LEGEND.matcher(target.get("legendFormat")).results().map((label) -> label.group(1))).isNotEmpty()
				.isSubsetOf(kept);
		});
	}

	@Test
	void everyMeterIsShown() {
		Set<String> shown = new TreeSet<>();
		this.dashboard.<List<String>>read("$..expr")
			.forEach((query) -> selectors(query).forEach((selector) -> shown.add(selector.group(1))));
		assertThat(shown).isEqualTo(this.served.keySet());
	}

	@Test
	void everyResultOfAnAnnouncementIsShown() {
		String queries = String.join("\n", this.dashboard.<List<String>>read("$..expr"));
		Set<String> shown = new TreeSet<>();
		labels(queries).filter((label) -> label.group(1).equals("result"))
			.forEach((label) -> shown.addAll(List.of(label.group(2).split("\\|"))));
		assertThat(shown).isEqualTo(this.served.get("macula_gossip_announcements_total").get("result"));
	}

	@Test
	void aQueryForWhatIsNotThereIsFound() {
		assertThat(problems("macula_gossip_peers")).containsExactly("no macula_gossip_peers");
		assertThat(problems("macula_gossip_links{state=\"up\"}")).containsExactly("no label state");
		assertThat(problems("macula_gossip_nodes{state=~\"connected|gone\"}")).containsExactly("no state gone");
		assertThat(problems("sum by (host) (macula_gossip_nodes)")).containsExactly("no label host");
	}

	private List<String> problems(String query) {
		List<String> problems = new ArrayList<>();
		for (MatchResult selector : selectors(query)) {
			Map<String, Set<String>> labels = this.served.get(selector.group(1));
			if (labels == null) {
				problems.add("no " + selector.group(1));
				continue;
			}
			Set<String> known = new TreeSet<>(labels.keySet());
			known.addAll(SCRAPED);
			labels(String.valueOf(selector.group(2)))
				.forEach((label) -> problems.addAll(problems(label.group(1), label.group(2), labels)));
			GROUPING.matcher(query)
				.results()
				.flatMap((by) -> names(by).stream())
				.filter((name) -> !known.contains(name))
				.forEach((name) -> problems.add("no label " + name));
		}
		return problems;
	}

	private static List<String> problems(String label, String values, Map<String, Set<String>> labels) {
		if (SCRAPED.contains(label)) {
			return List.of();
		}
		if (!labels.containsKey(label)) {
			return List.of("no label " + label);
		}
		return Stream.of(values.split("\\|"))
			.filter((value) -> !value.startsWith("$") && !labels.get(label).contains(value))
			.map((value) -> "no " + label + " " + value)
			.toList();
	}

	private static List<MatchResult> selectors(String query) {
		return SELECTOR.matcher(query).results().toList();
	}

	private static Stream<MatchResult> labels(String text) {
		return LABEL.matcher(text).results();
	}

	private static List<String> names(MatchResult grouping) {
		return List.of(grouping.group(1).split(", "));
	}

}
