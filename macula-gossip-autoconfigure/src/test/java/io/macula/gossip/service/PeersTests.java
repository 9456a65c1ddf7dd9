package io.macula.gossip.service;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.macula.gossip.GossipPeer;
import io.macula.gossip.net.IpLiteral;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PeersTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private final Map<String, List<String>> names = new HashMap<>();

	private final AtomicInteger resolved = new AtomicInteger();

	private final Peers peers = create(10, "gossip", "10.0.0.9:7");

	@Test
	void everyAddressOfANameIsAnnouncedTo() {
		this.names.put("gossip", List.of("10.0.0.1", "fd00::1"));
		this.peers.refresh();
		assertThat(this.peers.targets()).containsExactly(at("10.0.0.1", 45892), at("fd00::1", 45892),
				at("10.0.0.9", 7));
		assertThat(this.peers.list()).extracting(GossipPeer::name).containsExactly("gossip", "10.0.0.9:7");
	}

	@Test
	void aNameIsLookedUpAgainAndItsFirstAddressIsTold() {
		this.peers.refresh();
		int before = this.resolved.get();
		this.names.put("gossip", List.of("10.0.0.1"));
		this.peers.refresh();
		assertThat(this.resolved).hasValue(before + 1);
		this.names.put("gossip", List.of("10.0.0.2"));
		this.peers.refresh();
		assertThat(this.resolved).as("what comes later has time until the next announcement").hasValue(before + 1);
		assertThat(this.peers.targets()).containsExactly(at("10.0.0.2", 45892), at("10.0.0.9", 7));
	}

	@Test
	void whatANameStoodForIsKeptWhileNobodyKnowsIt() {
		this.names.put("gossip", List.of("10.0.0.1"));
		this.peers.refresh();
		this.names.clear();
		this.peers.refresh();
		assertThat(this.peers.targets()).contains(at("10.0.0.1", 45892));
		assertThat(this.peers.list().get(0)).isEqualTo(new GossipPeer("gossip", List.of(at("10.0.0.1", 45892)),
				"the name is not known: add it to DNS or the hosts file, or correct macula.gossip.peers"));
	}

	@Test
	void eachAnnouncementToThisHostAloneHasOneAnswer() {
		this.peers.heard(at("10.0.0.3", 50000), 0);
		this.peers.heard(at("10.0.0.3", 50000), 1);
		assertThat(this.peers.targets()).contains(at("10.0.0.3", 50000));
		assertThat(this.peers.targets()).doesNotContain(at("10.0.0.3", 50000));
		this.peers.heard(at("10.0.0.3", 50000), 2);
		assertThat(this.peers.targets()).contains(at("10.0.0.3", 50000));
	}

	@Test
	void aFarewellGoesToAllWhoWereAnswered() {
		this.peers.refresh();
		this.peers.heard(at("10.0.0.3", 50000), 0);
		this.peers.heard(at("10.0.0.4", 50000), 5 * SECOND);
		this.peers.targets();
		assertThat(this.peers.farewellTargets(6 * SECOND)).containsExactly(at("10.0.0.9", 7), at("10.0.0.4", 50000));
	}

	@Test
	void anotherNodeOnAHostThatIsAnnouncedToAnywayIsAnsweredToo() {
		this.peers.refresh();
		this.peers.heard(at("10.0.0.9", 50000), 0);
		assertThat(this.peers.targets()).containsExactly(at("10.0.0.9", 7), at("10.0.0.9", 50000));
	}

	@Test
	void strangersCannotMakeTheTableGrow() {
		for (int port = 1; port <= 100; port++) {
			this.peers.heard(at("10.0.0.3", port), port);
		}
		assertThat(this.peers.targets()).hasSize(10).contains(at("10.0.0.3", 100));
	}

	@Test
	void whatCouldNotBeSentIsToldUntilItCan() {
		this.names.put("gossip", List.of("10.0.0.1"));
		this.peers.refresh();
		this.peers.sent(at("10.0.0.1", 45892), "Network is unreachable");
		assertThat(this.peers.list()).extracting(GossipPeer::lastError).containsExactly("Network is unreachable", null);
		this.peers.sent(at("10.0.0.1", 45892), null);
		assertThat(this.peers.list()).extracting(GossipPeer::lastError).containsOnlyNulls();
	}

	private Peers create(int maxHeard, String... configured) {
		return new Peers(List.of(configured).stream().map((text) -> PeerAddress.parse(text, 45892)).toList(),
				this::resolve, Runnable::run, this.resolved::incrementAndGet, maxHeard, Duration.ofSeconds(5));
	}

	private InetAddress[] resolve(String host) throws UnknownHostException {
		InetAddress literal = IpLiteral.parse(host);
		if (literal != null) {
			return new InetAddress[] { literal };
		}
		if (!this.names.containsKey(host)) {
			throw new UnknownHostException(host);
		}
		return this.names.get(host).stream().map(IpLiteral::parse).toArray(InetAddress[]::new);
	}

	private static InetSocketAddress at(String address, int port) {
		return new InetSocketAddress(IpLiteral.parse(address), port);
	}

}
