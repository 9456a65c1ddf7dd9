package io.macula.gossip.membership;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Random;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.NodeName;
import io.macula.gossip.net.IpLiteral;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What one address can bring.
 */
class CrowdedSourceTests {

	private static final Duration INTERVAL = Duration.ofMillis(1500);

	private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();

	private static final InetAddress OTHER_ADDRESS = IpLiteral.parse("10.0.0.2");

	private static final int PORT = 45892;

	private static final NodeName A = NodeName.of("a@host");

	private final Membership membership = new Membership(
			new MembershipSettings(ConnectionMode.DISTRIBUTION, INTERVAL, FailureDetection.forInterval(INTERVAL), 4096),
			new Random(1), (effect) -> {
			}, 0);

	@Test
	void anAddressWithManyNamesThatCameToNothingBringsNewOnesSlowly() {
		int taken = 0;
		for (int i = 0; i < 10_000; i++) {
			NodeName name = NodeName.of("signed" + i + "@host");
			Hearing hearing = this.membership.heard(name, new InetSocketAddress(ADDRESS, PORT), nanos(i / 10));
			if (hearing == Hearing.NEWCOMER) {
				taken++;
				this.membership.connectRefused(name, "no proof", nanos(i / 10));
			}
			else {
				assertThat(hearing).isEqualTo(Hearing.CROWDED);
			}
		}
		assertThat(taken).as("of 10,000 in a second").isBetween(256, 256 + 63);
		assertThat(this.membership.heard(A, new InetSocketAddress(OTHER_ADDRESS, PORT), nanos(1000)))
			.as("of another address")
			.isEqualTo(Hearing.NEWCOMER);
		assertThat(
				this.membership.heard(NodeName.of("signed0@host"), new InetSocketAddress(ADDRESS, PORT), nanos(1000)))
			.as("one that is known")
			.isEqualTo(Hearing.KNOWN);
	}

	@Test
	void anAddressBringsAnyNumberOfNamesThatAreBeingConnectedTo() {
		for (int i = 0; i < 1000; i++) {
			assertThat(
					this.membership.heard(NodeName.of("node" + i + "@host"), new InetSocketAddress(ADDRESS, PORT), 0))
				.isEqualTo(Hearing.NEWCOMER);
		}
	}

	@Test
	void whereAnAddressMayHaveFewerNamesThanThatItHasToWaitAsSoon() {
		Membership small = new Membership(new MembershipSettings(ConnectionMode.DISTRIBUTION, INTERVAL,
				FailureDetection.forInterval(INTERVAL), 400)
			.withBudgets(), new Random(1), (effect) -> {
			}, 0);
		int taken = 0;
		for (int i = 0; i < 10_000; i++) {
			NodeName name = NodeName.of("forged" + i + "@host");
			if (small.heard(name, new InetSocketAddress(ADDRESS, PORT), nanos(i / 10)) == Hearing.NEWCOMER) {
				taken++;
				small.connectFailed(name, "nothing listens there", nanos(i / 10));
			}
		}
		assertThat(taken).as("of 10,000 in a second").isBetween(100, 100 + 63);
	}

	private static long nanos(long millis) {
		return Duration.ofMillis(millis).toNanos();
	}

}
