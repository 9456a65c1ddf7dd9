package io.macula.gossip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code docs/troubleshooting.md} quotes of messages stands in the code: a quote has
 * an ellipsis where a message has a value.
 */
class DocumentedMessagesTests {

	private static final Path SOURCES = Path.of("src/main/java");

	private static final Path DOCUMENT = Path.of("..", "docs", "troubleshooting.md");

	private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");

	private static final Pattern CONCATENATION = Pattern.compile("\"\\s*\\+\\s*\"");

	private static final Pattern ROW = Pattern.compile("(?m)^\\| (.*?) \\|");

	private static final Pattern EXPLANATION = Pattern.compile("\"explanation\": \\[\\n\\s*\"(.*)\"");

	/** Of received announcements, what is not refused. */
	private static final Set<AnnouncementResult> NOT_REFUSED = EnumSet.of(AnnouncementResult.ACCEPTED,
			AnnouncementResult.PROOF, AnnouncementResult.OWN);

	private final List<String> literals = literals();

	private final String document = read(DOCUMENT);

	@TestFactory
	Stream<DynamicTest> everyQuotedMessageIsInTheCode() {
		List<String> quotes = Stream.of(rows("| it says |"), rows("| report |"))
			.flatMap(List::stream)
			.flatMap((cell) -> Stream.of(cell.split("; or ")))
			.toList();
		assertThat(quotes).hasSizeGreaterThan(10);
		return quotes.stream().map((quote) -> DynamicTest.dynamicTest(quote, () -> assertThat(found(quote)).isTrue()));
	}

	@Test
	void theQuotedExplanationIsInTheCode() {
		Matcher explanation = EXPLANATION.matcher(this.document);
		assertThat(explanation.find()).isTrue();
		String[] parts = explanation.group(1).split("(?<=Z): ");
		assertThat(parts).hasSize(2);
		assertThat(this.literals).contains(parts[1]);
		assertThat(this.literals).filteredOn((literal) -> literal.startsWith("Datagrams from %s"))
			.isNotEmpty()
			.allSatisfy((literal) -> assertThat(parts[0] + ": " + parts[1])
				.matches(Stream.of(literal.split("%[sd]", -1)).map(Pattern::quote).collect(Collectors.joining(".*"))));
	}

	@Test
	void everyReasonOfARefusalIsExplained() {
		List<String> reasons = Arrays.stream(AnnouncementResult.values())
			.filter((result) -> result.direction() == AnnouncementResult.Direction.RECEIVED)
			.filter((result) -> !NOT_REFUSED.contains(result))
			.map((result) -> "`" + result.name().toLowerCase(Locale.ROOT) + "`")
			.toList();
		assertThat(rows("| reason |")).containsExactlyInAnyOrderElementsOf(reasons);
	}

	@Test
	void whyANodeIsDownIsExplainedOnlyByReasonsThatThereAre() {
		List<String> reasons = Arrays.stream(NodeDownReason.values()).map(Enum::name).toList();
		List<String> quoted = Pattern.compile("`([A-Z_]+)`")
			.matcher(String.join("\n", rows("| symptom | cause | remedy |\n|---|---|---|\n| `SILENT`")))
			.results()
			.map((reason) -> reason.group(1))
			.toList();
		assertThat(quoted).isNotEmpty().isSubsetOf(reasons);
	}

	@Test
	void aMessageThatIsNotThereIsNotFound() {
		assertThat(found("EPMD at … does not know a node")).isFalse();
		assertThat(found("its host … is known here")).isFalse();
	}

	private boolean found(String quote) {
		Pattern pattern = Pattern.compile(Stream.of(quote.split("…"))
			.map((part) -> Pattern.quote(part.strip()))
			.collect(Collectors.joining(".*%[sd].*")));
		return this.literals.stream().anyMatch((literal) -> pattern.matcher(literal).find());
	}

	/**
	 * Return the first cells of the table with a heading, the heading left out.
	 */
	private List<String> rows(String heading) {
		int start = this.document.indexOf("\n" + heading);
		assertThat(start).as(heading).isNotNegative();
		int end = this.document.indexOf("\n\n", start);
		return ROW.matcher(this.document.substring(start, (end < 0) ? this.document.length() : end))
			.results()
			.map((row) -> row.group(1))
			.skip(1)
			.toList();
	}

	private static List<String> literals() {
		List<String> literals = new ArrayList<>();
		try (Stream<Path> files = Files.walk(SOURCES)) {
			files.filter((file) -> file.toString().endsWith(".java"))
				.forEach((file) -> LITERAL.matcher(CONCATENATION.matcher(read(file)).replaceAll(""))
					.results()
					.forEach((literal) -> literals.add(literal.group(1))));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return literals;
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
