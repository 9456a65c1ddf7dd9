package io.macula.gossip.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.macula.gossip.testing.Requires;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Containers on two networks at once, which lose one of them.
 */
@Requires(Docker.Available.class)
@Timeout(120)
class ContainerNetworksIntegrationTests {

	private static final Duration TWO_INTERVALS = SampleCluster.INTERVAL.multipliedBy(2);

	@RegisterExtension
	final SampleCluster cluster = new SampleCluster();

	private BridgeNetwork left;

	private BridgeNetwork right;

	private SampleContainer onLeft;

	private SampleContainer onRight;

	private SampleContainer onBoth;

	private SampleContainer alsoOnBoth;

	@BeforeEach
	void create() {
		this.left = new BridgeNetwork();
		this.right = new BridgeNetwork();
		String both = this.left.subnet() + "," + this.right.subnet();
		this.onLeft = new SampleContainer(this.left);
		this.onRight = new SampleContainer(this.right);
		this.onBoth = new SampleContainer(this.left, this.right).withEnv("MACULA_GOSSIP_INTERFACES", both);
		this.alsoOnBoth = new SampleContainer(this.left, this.right).withEnv("MACULA_GOSSIP_INTERFACES", both);
	}

	@AfterEach
	void close() {
		this.cluster.close();
		this.left.close();
		this.right.close();
	}

	@Test
	void containersOnTwoNetworksKeepTogetherOverTheOneThatIsLeft() {
		this.cluster.start(withSecret(this.onLeft), withSecret(this.onRight), withSecret(this.onBoth),
				withSecret(this.alsoOnBoth));
		awaitAll();
		String name = this.onBoth.nodeName();

		this.cluster.watch();
		String address = this.right.addressOf(this.onBoth);
		this.right.disconnect(this.onBoth);
		this.cluster.await(() -> this.cluster.sees(this.onRight, this.alsoOnBoth)
				&& this.cluster.sees(this.onBoth, this.onLeft, this.alsoOnBoth));
		this.right.connect(this.onBoth, address);
		Instant backAt = Instant.now();
		awaitAll();
		assertThat(this.onLeft.seen()).isEmpty();
		assertThat(this.alsoOnBoth.seen()).isEmpty();
		assertThat(this.onRight.seen()).containsExactly(name + " is down: UNRESPONSIVE", name + " is up");
		assertThat(this.onRight.timeOf(name + " is up")).isBefore(backAt.plus(TWO_INTERVALS));

		this.cluster.watch();
		address = this.left.addressOf(this.onBoth);
		this.left.disconnect(this.onBoth);
		this.cluster.await(() -> this.cluster.sees(this.onLeft, this.alsoOnBoth)
				&& this.cluster.sees(this.onBoth, this.onRight, this.alsoOnBoth)
				&& this.cluster.sees(this.alsoOnBoth, this.onLeft, this.onRight, this.onBoth));
		String otherName = this.onBoth.nodeName();
		assertThat(otherName).as("named by the address that is left").endsWith("@" + this.right.addressOf(this.onBoth));
		this.left.connect(this.onBoth, address);
		backAt = Instant.now();
		awaitAll();
		assertThat(this.onBoth.nodeName()).as("stays as it is, as others know it").isEqualTo(otherName);
		assertThat(this.onLeft.seen()).containsExactly(name + " is down: UNRESPONSIVE", otherName + " is up");
		assertThat(this.onLeft.timeOf(otherName + " is up")).isBefore(backAt.plus(TWO_INTERVALS));
		assertThat(this.onRight.seen()).containsExactly(name + " is down: LINK_CLOSED", otherName + " is up");
		assertThat(this.alsoOnBoth.seen()).containsExactlyInAnyOrder(name + " is down: UNRESPONSIVE",
				otherName + " is up");
		String rightName = this.onRight.nodeName();
		assertThat(this.onBoth.seenOf(rightName)).as("a name that goes takes its links with it")
			.containsExactly(rightName + " is down: STOPPED", rightName + " is up");
		for (SampleContainer other : List.of(this.onLeft, this.alsoOnBoth)) {
			String linkedOverLeft = other.nodeName();
			List<String> seen = this.onBoth.seenOf(linkedOverLeft);
			assertThat(seen).hasSize(2).last().isEqualTo(linkedOverLeft + " is up");
			assertThat(seen.get(0)).as("whichever is first, its silence or the new name")
				.isIn(linkedOverLeft + " is down: STOPPED", linkedOverLeft + " is down: UNRESPONSIVE");
		}
	}

	@Test
	void containerOnTwoNetworksIsLinkedInAnOpenClusterWhereItsNameBelongs() {
		this.cluster.start(this.onLeft, this.onRight, this.onBoth);
		String refusal = "Refused a link to " + this.onBoth.nodeName() + " from " + this.right.addressOf(this.onBoth)
				+ ": ";
		this.cluster.await(() -> this.cluster.sees(this.onLeft, this.onBoth)
				&& this.cluster.sees(this.onBoth, this.onLeft) && this.onRight.getLogs().contains(refusal));
		assertThat(this.onRight.getLogs()).contains("or close the cluster with macula.gossip.secret");
		assertThat(this.onRight.up()).isEmpty();
	}

	private static SampleContainer withSecret(SampleContainer container) {
		return container.withEnv("MACULA_GOSSIP_SECRET", "a secret for two networks");
	}

	private void awaitAll() {
		this.cluster.await(() -> this.cluster.sees(this.onLeft, this.onBoth, this.alsoOnBoth)
				&& this.cluster.sees(this.onRight, this.onBoth, this.alsoOnBoth)
				&& this.cluster.sees(this.onBoth, this.onLeft, this.onRight, this.alsoOnBoth)
				&& this.cluster.sees(this.alsoOnBoth, this.onLeft, this.onRight, this.onBoth));
		this.cluster.settle();
	}

}
