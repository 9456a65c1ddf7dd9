package io.macula.gossip.sample;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the documentation shows of Java compiles: a class as it stands but for its
 * imports, a method in a class, and statements in a method that has what they speak of.
 * Whole files are those of the guide, and {@link GuideTests} has them.
 */
class DocumentedSnippetsTests {

	private static final Path PROJECT = Path.of("..");

	private static final Pattern SNIPPET = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

	private static final Pattern TYPE = Pattern.compile("(?m)^(?:@\\w+.*\\n)*(?:class|interface|record) ");

	private static final Pattern METHOD = Pattern.compile("(?m)^@\\w+.*\\n(?!class|interface|record)");

	private static final String IMPORTS = """
			import io.macula.gossip.*;
			import io.macula.gossip.etf.*;
			import io.macula.gossip.service.*;
			import io.macula.gossip.test.*;
			import java.net.URI;
			import java.nio.file.*;
			import java.time.*;
			import java.util.List;
			import java.util.Map;
			import org.junit.jupiter.api.Test;
			import org.slf4j.*;
			import org.springframework.beans.factory.annotation.*;
			import org.springframework.boot.test.context.*;
			import org.springframework.context.annotation.*;
			import org.springframework.context.event.*;
			import org.springframework.stereotype.*;
			import static org.assertj.core.api.Assertions.assertThat;
			""";

	private static final String METHODS = """
			class Snippet {
			%s
			}
			""";

	private static final String STATEMENTS = """
			class Snippet {

				private static final Logger log = LoggerFactory.getLogger(Snippet.class);

				void run(GossipClusterService cluster, NodeName node) {
			%s
				}

				record Quote(String symbol) {
				}

				record Price(String symbol, int cents) {
				}

				private Object quote(String name) {
					return name;
				}

			}
			""";

	@TempDir
	private Path classes;

	@TestFactory
	Stream<DynamicTest> everySnippetCompiles() throws IOException {
		List<DynamicTest> tests = new ArrayList<>();
		for (Path document : documents()) {
			for (String snippet : snippets(document)) {
				String name = PROJECT.relativize(document) + ": " + snippet.lines().limit(3).toList();
				tests.add(DynamicTest.dynamicTest(name, () -> assertThat(problems(snippet)).isEmpty()));
			}
		}
		assertThat(tests).hasSizeGreaterThanOrEqualTo(4);
		return tests.stream();
	}

	@Test
	void oneThatDoesNotCompileIsFound() {
		assertThat(problems("@Bean\nGossipClusterService none(GossipClusterBuilder builder) {\n\treturn builder;\n}\n"))
			.contains("incompatible types");
		assertThat(problems("cluster.getMembers();\n")).contains("getMembers");
	}

	private String problems(String snippet) {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter output = new StringWriter();
		compiler
			.getTask(output, null, null,
					List.of("-proc:none", "-d", this.classes.toString(), "-classpath",
							System.getProperty("java.class.path")),
					null, List.of(new Source(IMPORTS + wrapped(snippet))))
			.call();
		return output.toString();
	}

	private static String wrapped(String snippet) {
		if (TYPE.matcher(snippet).lookingAt()) {
			return snippet;
		}
		return (METHOD.matcher(snippet).lookingAt() ? METHODS : STATEMENTS).formatted(snippet);
	}

	private static List<String> snippets(Path document) throws IOException {
		return SNIPPET.matcher(Files.readString(document))
			.results()
			.map((found) -> found.group(1))
			.filter((snippet) -> !snippet.startsWith("package "))
			.toList();
	}

	private static List<Path> documents() throws IOException {
		List<Path> documents = new ArrayList<>();
		documents.add(PROJECT.resolve("README.md"));
		try (Stream<Path> files = Files.walk(PROJECT.resolve("docs"))) {
			files.filter((file) -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
		}
		return documents;
	}

	/**
	 * A file that is in memory alone.
	 */
	private static final class Source extends SimpleJavaFileObject {

		private final String text;

		private Source(String text) {
			super(URI.create("string:///Snippet.java"), JavaFileObject.Kind.SOURCE);
			this.text = text;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.text;
		}

	}

}
