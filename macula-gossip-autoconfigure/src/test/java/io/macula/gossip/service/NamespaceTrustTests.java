package io.macula.gossip.service;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

import io.macula.gossip.testing.Requires;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A host that means well, and another one on its LANs that does not: it uses names of
 * other hosts, and what is for programs of the first host alone or for one LAN.
 */
@Tag("alone")
@Tag("once")
@Timeout(90)
@Requires(HostLan.Possible.class)
class NamespaceTrustTests {

	/**
	 * Take the name {@code intruder} in the EPMD of host 1, and print the first two bytes
	 * of the answer.
	 */
	private static final String REGISTER = "exec 3<>/dev/tcp/10.77.0.1/4369; "
			+ "printf '\\x00\\x15\\x78\\x12\\x67\\x4d\\x00\\x00\\x06\\x00\\x05\\x00\\x08intruder\\x00\\x00' >&3; "
			+ "timeout 10 od -An -tx1 -N2 <&3";

	/**
	 * Ask the EPMD at an address for its names, and print the second half of its port and
	 * the names, or nothing.
	 */
	private static final String NAMES = "exec 3<>/dev/tcp/%s/%s; printf '\\x00\\x01n' >&3; timeout 10 cat <&3 2>/dev/null | tail -c +3";

	/**
	 * Begin a handshake as a node {@code billing-17} of a host, and print the status that
	 * is answered, or nothing.
	 */
	private static final String BEGIN = "exec 3<>/dev/tcp/%s/%s; "
			+ "printf '\\x00\\x23N\\x00\\x00\\x00\\x0d\\x07\\xdf\\x7f\\xbd\\x00\\x00\\x00\\x42\\x00\\x14billing-17@%s' >&3; "
			+ "timeout 10 head -c 5 <&3 2>/dev/null | tail -c +3";

	private static HostLan lan;

	private static JvmPeer victim;

	@BeforeAll
	static void start() {
		lan = new HostLan(2);
		victim = lan.start(1, "cluster=open", "cookie=macula", "port=15901", "name=victim@10.77.0.1", "--",
				"cluster=keyed", "secret=hush", "port=15902", "name=keyed-victim@10.77.0.1", "--", "cluster=two",
				"port=15903", "name=two-lans@10.77.0.1", "interfaces=eth0,eth1", "cookie=macula", "epmd=4370", "--",
				"cluster=all", "port=15904", "name=all@10.77.0.1", "interfaces=eth0", "listen-on=ALL", "cookie=macula",
				"epmd=4371");
		lan.start(2, "cluster=1", "cookie=macula", "port=15901", "name=good@10.77.0.2", "--", "cluster=2",
				"cookie=macula", "port=15901", "name=local@127.0.0.1", "--", "cluster=3", "cookie=macula", "port=15901",
				"name=billing@10.77.0.9", "--", "cluster=4", "secret=hush", "port=15902", "name=keyed-good@10.77.0.2",
				"--", "cluster=5", "secret=hush", "cookie=another", "port=15902", "name=keyed-local@127.0.0.1", "--",
				"cluster=6", "secret=hush", "cookie=another", "port=15902", "name=keyed-billing@10.77.0.9");
	}

	@AfterAll
	static void close() {
		lan.close();
	}

	@Test
	void withoutAKeyNobodyIsConnectedToOrLetInUnderANameOfAnotherHost() {
		awaitErrors("open", "local@127.0.0.1 DISCOVERED it was heard at 10.77.0.2, but its host '127.0.0.1' is",
				"local@127.0.0.1 DISCOVERED it connects from 10.77.0.2, but its host '127.0.0.1' is",
				"billing@10.77.0.9 DISCOVERED it was heard at 10.77.0.2, but its host '10.77.0.9' is",
				"billing@10.77.0.9 DISCOVERED it connects from 10.77.0.2, but its host '10.77.0.9' is");
		assertThat(victim.up("open")).containsExactly("good@10.77.0.2");
	}

	@Test
	void withASecretNobodyIsConnectedToUnderANameOfAnotherHost() {
		awaitErrors("keyed", "keyed-local@127.0.0.1 DISCOVERED it was heard at 10.77.0.2, but its host '127.0.0.1' is",
				"keyed-billing@10.77.0.9 DISCOVERED it was heard at 10.77.0.2, but its host '10.77.0.9' is");
		assertThat(victim.up("keyed")).containsExactly("keyed-good@10.77.0.2");
	}

	@Test
	void namesAreGivenInEpmdToProgramsOfItsOwnHostAlone() {
		awaitErrors("open");
		assertThat(lan.run("exec", 2, "bash", "-c", REGISTER)).as("closed without an answer").isBlank();
		assertThat(lan.run("exec", 1, "bash", "-c", REGISTER)).isEqualToIgnoringWhitespace("76 00");
	}

	@Test
	void whoComesByAnInterfaceThatWasNotChosenIsNotServed() {
		awaitErrors("open");
		lan.run("plug", 1, 2);
		lan.run("plug", 2, 2);
		Awaitility.await("the interface is followed")
			.atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(names(2, "10.78.0.1", 4370)).contains("name two-lans at port "));
		assertThat(begin("10.78.0", port("two-lans", 4370))).isEqualTo("sok");
		assertThat(names(2, "10.78.0.1", 4371)).contains("name all at port ");
		assertThat(begin("10.78.0", port("all", 4371))).isEqualTo("sok");

		assertThat(names(2, "10.77.0.1", 4369)).contains("name victim at port ");
		assertThat(names(2, "10.78.0.1", 4369)).as("closed without an answer").isEmpty();
		assertThat(begin("10.77.0", port("victim", 4369))).isEqualTo("sok");
		assertThat(begin("10.78.0", port("victim", 4369))).as("closed without an answer").isEmpty();
		assertThat(names(1, "10.78.0.1", 4369)).as("from this host").contains("name victim at port ");
		Awaitility.await("it is told")
			.until(() -> victim.log(), (log) -> log.stream()
				.anyMatch((line) -> line.contains(
						"Node 'victim@10.77.0.1' refused a connection from 10.78.0.2 to 10.78.0.1, an address of")));
	}

	private static String names(int host, String address, int port) {
		return lan.run("exec", host, "bash", "-c", NAMES.formatted(address, port));
	}

	private static String port(String name, int epmdPort) {
		return names(2, "10.77.0.1", epmdPort).replaceAll("(?s).*name " + name + " at port (\\d+).*", "$1");
	}

	private static String begin(String network, String port) {
		return lan.run("exec", 2, "bash", "-c", BEGIN.formatted(network + ".1", port, network + ".2"));
	}

	/**
	 * Wait until the good node is up, and each of some errors was the last one of its
	 * node for some time.
	 */
	private static void awaitErrors(String cluster, String... beginnings) {
		Set<String> seen = new TreeSet<>();
		Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
			seen.addAll(victim.status(cluster));
			assertThat(victim.up(cluster)).isNotEmpty();
			for (String beginning : beginnings) {
				assertThat(seen).anyMatch((line) -> line.startsWith("member " + beginning));
			}
		});
	}

}
