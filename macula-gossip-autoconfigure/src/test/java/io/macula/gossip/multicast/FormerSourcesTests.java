package io.macula.gossip.multicast;

import java.net.InetSocketAddress;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FormerSourcesTests {

	private final FormerSources former = new FormerSources(() -> this.now);

	private long now;

	@Test
	void aSourceIsRememberedForAWhile() {
		this.former.add(source(1));
		this.now = Duration.ofSeconds(20).toNanos();
		this.former.add(source(2));
		assertThat(this.former.contain(source(1))).isTrue();
		this.now = Duration.ofSeconds(31).toNanos();
		assertThat(this.former.contain(source(1))).as("the system may have given it to another").isFalse();
		assertThat(this.former.contain(source(2))).isTrue();
		assertThat(this.former.contain(source(3))).isFalse();
	}

	@Test
	void aSourceThatIsGivenUpAgainIsRememberedFromThenOn() {
		this.former.add(source(1));
		this.now = Duration.ofSeconds(20).toNanos();
		this.former.add(source(1));
		this.now = Duration.ofSeconds(40).toNanos();
		assertThat(this.former.contain(source(1))).isTrue();
	}

	@Test
	void noMoreAreRememberedThanTheLastThirtyTwo() {
		for (int port = 1; port <= 33; port++) {
			this.former.add(source(port));
		}
		assertThat(this.former.contain(source(1))).isFalse();
		assertThat(this.former.contain(source(2))).isTrue();
		assertThat(this.former.contain(source(33))).isTrue();
	}

	private static InetSocketAddress source(int port) {
		return new InetSocketAddress("10.0.0.1", port);
	}

}
