package io.macula.gossip.sample;

import io.macula.gossip.testing.Requires;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Containers that multicast does not reach, and that are told one name which Docker's DNS
 * gives the addresses of all of them for.
 */
@Requires(Docker.Available.class)
@Requires(MulticastFilter.Possible.class)
@Timeout(120)
class ContainerPeersIntegrationTests {

	private static final String ALIAS = "nodes";

	@RegisterExtension
	final SampleCluster cluster = new SampleCluster();

	private BridgeNetwork network;

	@BeforeEach
	void create() {
		this.network = new BridgeNetwork();
	}

	@AfterEach
	void close() {
		this.cluster.close();
		this.network.close();
	}

	@Test
	void whereMulticastIsFilteredContainersFindEachOtherByTheNameTheyShare() {
		SampleContainer alone = new SampleContainer(this.network);
		SampleContainer alsoAlone = new SampleContainer(this.network);
		SampleContainer first = withPeers().withNetworkAliases(ALIAS);
		SampleContainer second = withPeers().withNetworkAliases(ALIAS);
		try (MulticastFilter filter = MulticastFilter.of(this.network)) {
			this.cluster.start(alone, alsoAlone, first, second);
			this.cluster.await(() -> this.cluster.sees(first, second) && this.cluster.sees(second, first));
			assertThat(first.seen()).containsExactly(second.nodeName() + " is up");
			assertThat(second.seen()).containsExactly(first.nodeName() + " is up");

			SampleContainer late = withPeers().withNetworkAliases(ALIAS);
			this.cluster.start(late);
			this.cluster.await(() -> this.cluster.sees(first, second, late) && this.cluster.sees(second, first, late)
					&& this.cluster.sees(late, first, second));
			this.cluster.settle();
			assertThat(first.seen()).containsExactly(second.nodeName() + " is up", late.nodeName() + " is up");
			assertThat(second.seen()).containsExactly(first.nodeName() + " is up", late.nodeName() + " is up");
			assertThat(late.seen()).containsExactlyInAnyOrder(first.nodeName() + " is up",
					second.nodeName() + " is up");
			assertThat(alone.seen()).as("the two that are told no name").isEmpty();
			assertThat(alsoAlone.seen()).as("the two that are told no name").isEmpty();
		}
	}

	@Test
	void aContainerThatReachesOthersByTheirNameAloneIsInOneClusterWithThem() {
		SampleContainer first = new SampleContainer(this.network).withNetworkAliases(ALIAS);
		SampleContainer second = new SampleContainer(this.network).withNetworkAliases(ALIAS);
		this.cluster.start(first, second);
		try (MulticastFilter filter = MulticastFilter.except(this.network, first, second)) {
			SampleContainer filtered = withPeers();
			this.cluster.start(filtered);
			this.cluster.await(this.cluster::isWhole);
			this.cluster.settle();
			assertThat(first.seen()).containsExactly(second.nodeName() + " is up", filtered.nodeName() + " is up");
			assertThat(second.seen()).containsExactly(first.nodeName() + " is up", filtered.nodeName() + " is up");
			assertThat(filtered.seen()).containsExactlyInAnyOrder(first.nodeName() + " is up",
					second.nodeName() + " is up");
			assertThat(filter.dropped()).as("announcements that would have reached it, or come from it").isPositive();
		}
	}

	private SampleContainer withPeers() {
		return new SampleContainer(this.network).withEnv("MACULA_GOSSIP_PEERS", ALIAS);
	}

}
