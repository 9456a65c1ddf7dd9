package io.macula.gossip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of what a call can fail with has every reason, with its side.
 */
class DocumentedCallErrorsTests {

	private static final Pattern ROW = Pattern.compile("(?m)^\\| `(HERE|BETWEEN|THERE)` \\| ([^|]+) \\|");

	private static final Pattern REASON = Pattern.compile("`([A-Z_]+)`");

	@Test
	void theTableHasEveryReasonWithItsSide() throws IOException {
		Map<String, String> documented = new TreeMap<>();
		ROW.matcher(Files.readString(Path.of("..", "docs", "messages.md")))
			.results()
			.forEach((row) -> REASON.matcher(row.group(2))
				.results()
				.forEach((reason) -> documented.put(reason.group(1), row.group(1))));
		assertThat(documented).isEqualTo(Arrays.stream(CallException.Reason.values())
			.collect(Collectors.toMap(Enum::name, (reason) -> reason.side().name())));
	}

}
