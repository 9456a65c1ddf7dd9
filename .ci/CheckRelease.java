import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;

import org.w3c.dom.Document;

/**
 * Checks that a folder which artifacts were deployed to holds what Maven Central demands:
 * of each pom what it tells of the project, of each jar its sources and its javadoc, of
 * each file its checksums and a signature of a key that is known here.
 */
class CheckRelease {

	private static final List<String> TOLD = List.of("name", "description", "url", "licenses/license/name",
			"licenses/license/url", "developers/developer/name", "scm/connection", "scm/developerConnection",
			"scm/url");

	private static final XPath XPATH = XPathFactory.newInstance().newXPath();

	private final List<String> problems = new ArrayList<>();

	private final Map<String, Document> poms = new HashMap<>();

	public static void main(String[] arguments) throws Exception {
		CheckRelease check = new CheckRelease();
		check.folder(Path.of(arguments[0]));
		check.problems.forEach(System.err::println);
		if (!check.problems.isEmpty()) {
			System.exit(1);
		}
		System.out.println("Maven Central would take " + String.join(", ", new TreeSet<>(check.poms.keySet())));
	}

	private void folder(Path folder) throws Exception {
		List<Path> files;
		try (Stream<Path> found = Files.walk(folder)) {
			files = found.filter((file) -> file.toString().endsWith(".pom")).sorted().toList();
		}
		for (Path file : files) {
			Document pom = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
			this.poms.put(text(pom, "artifactId"), pom);
		}
		for (Path file : files) {
			Document pom = this.poms.get(file.getParent().getParent().getFileName().toString());
			told(pom);
			String base = file.toString().substring(0, file.toString().length() - ".pom".length());
			List<String> endings = text(pom, "packaging").equals("pom") ? List.of(".pom")
					: List.of(".pom", ".jar", "-sources.jar", "-javadoc.jar");
			for (String ending : endings) {
				signed(Path.of(base + ending));
			}
		}
		published();
	}

	private void told(Document pom) {
		for (String path : TOLD) {
			if (inherited(pom, path).isBlank()) {
				this.problems.add(text(pom, "artifactId") + " has no " + path);
			}
		}
	}

	/**
	 * Return what a pom or its parents tell. Name and description would be inherited too,
	 * and would be those of another artifact.
	 */
	private String inherited(Document pom, String path) {
		String told = text(pom, path);
		Document parent = this.poms.get(text(pom, "parent/artifactId"));
		if (!told.isBlank() || parent == null || path.equals("name") || path.equals("description")) {
			return told;
		}
		return inherited(parent, path);
	}

	private void signed(Path file) throws IOException, InterruptedException {
		List<Path> wanted = Stream.of("", ".asc", ".md5", ".sha1").map((ending) -> Path.of(file + ending)).toList();
		List<Path> missing = wanted.stream().filter((path) -> !Files.isRegularFile(path)).toList();
		missing.forEach((path) -> this.problems.add(path.getFileName() + " is missing"));
		if (missing.isEmpty()) {
			Process gpg = new ProcessBuilder("gpg", "--batch", "--verify", wanted.get(1).toString(), file.toString())
				.redirectErrorStream(true)
				.start();
			String output = new String(gpg.getInputStream().readAllBytes());
			if (gpg.waitFor() != 0) {
				this.problems.add(file.getFileName() + " is not signed: " + output);
			}
		}
	}

	/**
	 * Check that what the bill of materials names is there, and nothing else but itself
	 * and the parent.
	 */
	private void published() {
		List<String> wanted = new ArrayList<>(List.of("macula-gossip-bom", "macula-gossip-parent"));
		Document bom = this.poms.get("macula-gossip-bom");
		for (int i = 1; bom != null; i++) {
			String artifact = text(bom, "dependencyManagement/dependencies/dependency[" + i + "]/artifactId");
			if (artifact.isEmpty()) {
				break;
			}
			wanted.add(artifact);
		}
		if (!this.poms.keySet().equals(new TreeSet<>(wanted))) {
			this.problems.add("Deployed were " + this.poms.keySet() + ", and should be " + wanted);
		}
	}

	private static String text(Document pom, String path) {
		try {
			return XPATH.evaluate("/project/" + path, pom).strip();
		}
		catch (XPathExpressionException ex) {
			throw new IllegalArgumentException(path, ex);
		}
	}

}
