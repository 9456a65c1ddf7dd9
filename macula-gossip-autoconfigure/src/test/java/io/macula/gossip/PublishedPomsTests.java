package io.macula.gossip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the poms say of what is published. {@code .ci/release-dry-run} looks at what comes
 * of them.
 */
class PublishedPomsTests {

	private static final Path PROJECT = Path.of("..");

	private static final Pattern OLDEST_BOOT = Pattern.compile("-Dspring-boot\\.version=([\\d.]+) ");

	private static final XPath XPATH = XPathFactory.newInstance().newXPath();

	private final Document parent = read("pom.xml");

	private final Document bom = read("macula-gossip-bom/pom.xml");

	@Test
	void theBillOfMaterialsNamesEveryJarThatIsPublished() {
		assertThat(published()).isNotEmpty();
		assertThat(texts(this.bom, "/project/dependencyManagement/dependencies/dependency/artifactId"))
			.containsExactlyInAnyOrderElementsOf(published().keySet());
		assertThat(texts(this.bom, "/project/dependencyManagement/dependencies/dependency/version"))
			.containsOnly("${project.version}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "groupId", "version", "url", "organization", "licenses", "developers", "scm", "profiles" })
	void theBillOfMaterialsHasNoParentAndSaysTheSame(String element) {
		assertThat(texts(this.bom, "/project/parent")).isEmpty();
		assertThat(texts(this.bom, "/project/" + element)).isNotEmpty()
			.isEqualTo(texts(this.parent, "/project/" + element));
	}

	@Test
	void theBillOfMaterialsIsBuiltByTheSamePlugins() {
		String plugins = "/project/build/pluginManagement/plugins/plugin";
		assertThat(texts(this.parent, plugins)).containsAll(texts(this.bom, plugins));
	}

	@Test
	void whatIsPublishedDependsOnSpringBootAlone() {
		published().forEach((name, pom) -> assertThat(dependencies(pom)).as(name)
			.isNotEmpty()
			.allMatch((group) -> List.of("io.macula", "org.springframework", "org.springframework.boot")
				.contains(group)));
	}

	@Test
	void eachIsDescribedByItself() {
		published().forEach((name, pom) -> {
			assertThat(texts(pom, "/project/name")).containsExactly(name);
			assertThat(texts(pom, "/project/description")).singleElement().asString().isNotBlank();
		});
	}

	@Test
	void theReadmeNamesTheVersionsThatAreThereAndTested() throws IOException {
		String readme = Files.readString(PROJECT.resolve("README.md"));
		String version = texts(this.parent, "/project/version").get(0);
		assertThat(readme).contains("<version>" + version + "</version>", "starter:" + version + "\"");
		String newest = texts(this.parent, "/project/properties/spring-boot.version").get(0);
		String ci = Files.readString(PROJECT.resolve(".ci/run"));
		String oldest = OLDEST_BOOT.matcher(ci).results().findFirst().orElseThrow().group(1);
		assertThat(readme).contains("Spring Boot %s and %s,".formatted(oldest, newest));
	}

	/**
	 * Return the groups of what an application that uses this has on its class path.
	 */
	private static List<String> dependencies(Document pom) {
		return texts(pom, "/project/dependencies/dependency[not(optional = 'true')]"
				+ "[not(scope = 'test') and not(scope = 'provided')]/groupId");
	}

	private Map<String, Document> published() {
		Map<String, Document> published = new LinkedHashMap<>();
		for (String module : texts(this.parent, "/project/modules/module")) {
			Document pom = read(module + "/pom.xml");
			boolean jar = texts(pom, "/project/packaging").isEmpty();
			if (jar && !texts(pom, "/project/properties/maven.deploy.skip").contains("true")) {
				published.put(module, pom);
			}
		}
		return published;
	}

	private static List<String> texts(Document pom, String path) {
		try {
			NodeList found = (NodeList) XPATH.evaluate(path, pom, XPathConstants.NODESET);
			List<String> texts = new ArrayList<>();
			for (int i = 0; i < found.getLength(); i++) {
				texts.add(text(found.item(i)));
			}
			return texts;
		}
		catch (XPathExpressionException ex) {
			throw new IllegalArgumentException(path, ex);
		}
	}

	/**
	 * Return the text of an element, with the names of its children if it has some.
	 */
	private static String text(Node node) {
		StringBuilder text = new StringBuilder();
		NodeList children = node.getChildNodes();
		for (int i = 0; i < children.getLength(); i++) {
			Node child = children.item(i);
			if (child instanceof Element) {
				text.append(child.getNodeName()).append('(').append(text(child)).append(')');
			}
			else if (child.getNodeType() == Node.TEXT_NODE) {
				text.append(child.getTextContent().strip());
			}
		}
		return text.toString();
	}

	private static Document read(String pom) {
		try {
			return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(PROJECT.resolve(pom).toFile());
		}
		catch (Exception ex) {
			throw new IllegalStateException(pom, ex);
		}
	}

}
