package io.macula.gossip.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.macula.gossip.GossipPeer;
import io.macula.gossip.GossipPeerSource;
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
	void aPeerThatHearsWhatIsSentToItsHostIsNotAnsweredAsWell() {
		this.peers.refresh();
		this.peers.heard(at("10.0.0.9", 50000), 0);
		assertThat(this.peers.targets()).contains(at("10.0.0.9", 50000));
		this.peers.answered(at("10.0.0.9", 50000), SECOND);
		for (int i = 2; i < 10; i++) {
			this.peers.heard(at("10.0.0.9", 50000), i * SECOND);
			assertThat(this.peers.targets()).containsExactly(at("10.0.0.9", 7));
		}
		this.peers.heard(at("10.0.0.8", 50000), 10 * SECOND);
		this.peers.answered(at("10.0.0.8", 50000), 10 * SECOND);
		assertThat(this.peers.targets()).as("one that is no peer has nothing but answers")
			.contains(at("10.0.0.8", 50000));
	}

	@Test
	void whenAnotherNodeTakesItsPlaceAtThePortAPeerIsAnsweredAgain() {
		this.peers.refresh();
		this.peers.answered(at("10.0.0.9", 50000), 0);
		this.peers.answered(at("10.0.0.9", 50001), SECOND);
		this.peers.heard(at("10.0.0.9", 50000), 2 * SECOND);
		assertThat(this.peers.targets()).containsExactly(at("10.0.0.9", 7), at("10.0.0.9", 50000));
		this.peers.heard(at("10.0.0.9", 50000), 9 * SECOND);
		assertThat(this.peers.targets()).as("the other has gone").containsExactly(at("10.0.0.9", 7));
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

	@Test
	void aSourceIsAskedAgainAndWhatItNoLongerTellsIsNotAnnouncedTo() {
		List<String> told = new ArrayList<>(List.of("10.0.0.1", "10.0.0.2:7"));
		Peers sourced = create(10, () -> told);
		sourced.refresh();
		assertThat(sourced.targets()).containsExactly(at("10.0.0.1", 45892), at("10.0.0.2", 7));
		told.remove(0);
		told.add("10.0.0.3");
		sourced.refresh();
		assertThat(sourced.targets()).containsExactly(at("10.0.0.2", 7), at("10.0.0.3", 45892));
	}

	@Test
	void whileASourceFailsWhatItToldLastIsKeptAndTheFailureIsTold() {
		AtomicBoolean broken = new AtomicBoolean();
		Peers sourced = create(10, named("the machines of the cloud", () -> {
			if (broken.get()) {
				throw new IOException("no credentials");
			}
			return List.of("10.0.0.1");
		}));
		sourced.refresh();
		broken.set(true);
		sourced.refresh();
		assertThat(sourced.targets()).containsExactly(at("10.0.0.1", 45892));
		assertThat(sourced.list()).containsExactly(new GossipPeer("10.0.0.1", List.of(at("10.0.0.1", 45892)), null),
				new GossipPeer("the machines of the cloud", List.of(),
						"it failed, and the peers that it told last are kept: no credentials"));
		broken.set(false);
		sourced.refresh();
		assertThat(sourced.list()).extracting(GossipPeer::lastError).containsOnlyNulls();
	}

	@Test
	void anErrorOfASourceIsToldAsWell() {
		Peers sourced = create(10, () -> {
			throw new NoClassDefFoundError("com/cloud/Api");
		});
		sourced.refresh();
		assertThat(sourced.list()).singleElement()
			.extracting(GossipPeer::lastError)
			.asString()
			.endsWith("com/cloud/Api");
	}

	@Test
	void whatIsNoHostIsToldWithItsSource() {
		Peers sourced = create(10, named("hosts.txt", () -> List.of("10.0.0.1", "no host")));
		sourced.refresh();
		assertThat(sourced.targets()).containsExactly(at("10.0.0.1", 45892));
		assertThat(sourced.list().get(1).lastError())
			.startsWith("'no host' is not a peer: not a host name or address. It comes from hosts.txt. Use host names");
	}

	@Test
	void whoIsConfiguredIsAnnouncedToHoweverFewNodesThereMayBe() {
		Peers configured = create(2, "10.0.0.1", "10.0.0.2", "10.0.0.3");
		configured.refresh();
		assertThat(configured.targets()).hasSize(3);
	}

	@Test
	void aSourceCannotNameMoreHostsThanThereMayBeNodes() {
		Peers sourced = create(2, named("hosts.txt", () -> List.of("10.0.0.1", "10.0.0.2", "10.0.0.3")));
		sourced.refresh();
		assertThat(sourced.targets()).isEmpty();
		assertThat(sourced.list()).containsExactly(
				new GossipPeer("hosts.txt", List.of(), "it names 3 hosts, more than the 2 of macula.gossip.max-nodes"));
	}

	@Test
	void aSourceThatReturnsNullIsToldWhatToReturn() {
		List<Collection<String>> told = new ArrayList<>(List.of(List.of("10.0.0.1")));
		told.add(null);
		told.add(Arrays.asList("10.0.0.2", null));
		Peers sourced = create(10, named("hosts.txt", () -> told.remove(0)));
		sourced.refresh();
		sourced.refresh();
		assertThat(sourced.list()).extracting(GossipPeer::lastError)
			.contains("it returned null, and the peers that it told last are kept: "
					+ "have it return an empty collection where there are none");
		sourced.refresh();
		assertThat(sourced.list()).extracting(GossipPeer::lastError)
			.anyMatch((error) -> error != null && error.startsWith("it returned null for a peer, "));
		assertThat(sourced.targets()).containsExactly(at("10.0.0.1", 45892));
	}

	@Test
	void aSourceThatFailsToTellItsNameIsKnownByItsClass() {
		Peers sourced = create(10, new GossipPeerSource() {

			@Override
			public Collection<String> getPeers() throws Exception {
				throw new IOException("no credentials");
			}

			@Override
			public String getName() {
				throw new IllegalStateException("no name");
			}

		});
		sourced.refresh();
		assertThat(sourced.list()).extracting(GossipPeer::name)
			.singleElement()
			.asString()
			.startsWith(PeersTests.class.getName() + "$");
	}

	@Test
	void aSourceThatIsALambdaIsKnownByTheClassThatHoldsIt() {
		GossipPeerSource source = () -> List.of();
		assertThat(source.getName()).isEqualTo("a lambda of PeersTests");
	}

	private static GossipPeerSource named(String name, GossipPeerSource source) {
		return new GossipPeerSource() {

			@Override
			public Collection<String> getPeers() throws Exception {
				return source.getPeers();
			}

			@Override
			public String getName() {
				return name;
			}

		};
	}

	private Peers create(int maxHeard, String... configured) {
		return create(maxHeard, new FixedPeers(List.of(configured)));
	}

	private Peers create(int maxHeard, GossipPeerSource source) {
		return new Peers(List.of(source), 45892,
				new PeerLookUps(this::resolve, Runnable::run, this.resolved::incrementAndGet), maxHeard,
				Duration.ofSeconds(5));
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
