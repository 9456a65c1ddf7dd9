package io.macula.gossip.service;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

import io.macula.gossip.testing.Requires;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A host that means well, and another one on its LAN that does not: it uses names of
 * other hosts, and what is for programs of the first host alone.
 */
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

	private static HostLan lan;

	private static JvmPeer victim;

	@BeforeAll
	static void start() {
		lan = new HostLan(2);
		victim = lan.start(1, "cluster=open", "cookie=macula", "port=15901", "name=victim@10.77.0.1", "--",
				"cluster=keyed", "secret=hush", "port=15902", "name=keyed-victim@10.77.0.1");
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
