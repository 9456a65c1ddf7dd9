package io.macula.gossip.net;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SourceSharesTests {

	private final SourceShares shares = new SourceShares(8, 2);

	@Test
	void aHostHasItsShareAndGivesItBack() throws Exception {
		assertThat(take("10.0.0.1", 5)).isEqualTo(2);
		assertThat(take("10.0.0.2", 5)).isEqualTo(2);
		this.shares.giveBack(InetAddress.getByName("10.0.0.1"));
		assertThat(take("10.0.0.1", 5)).isOne();
	}

	@Test
	void allHaveNoMoreThanThereIs() throws Exception {
		for (int i = 1; i <= 4; i++) {
			assertThat(take("10.0.0." + i, 2)).isEqualTo(2);
		}
		assertThat(take("10.0.0.5", 1)).isZero();
		this.shares.giveBack(InetAddress.getByName("10.0.0.1"));
		assertThat(take("10.0.0.5", 1)).isOne();
		this.shares.clear();
		assertThat(take("10.0.0.6", 5)).isEqualTo(2);
	}

	@Test
	void oneIpv6NetworkHasAHalfHoweverManyAddressesItUses() throws Exception {
		int taken = 0;
		for (int i = 1; i <= 8; i++) {
			taken += take("2001:db8::" + i, 1);
		}
		assertThat(taken).isEqualTo(4);
		assertThat(take("2001:db8:0:1::1", 5)).isEqualTo(2);
		this.shares.giveBack(InetAddress.getByName("2001:db8::1"));
		assertThat(take("2001:db8::9", 5)).isOne();
	}

	private int take(String address, int times) throws UnknownHostException {
		int taken = 0;
		for (int i = 0; i < times; i++) {
			taken += this.shares.take(InetAddress.getByName(address)) ? 1 : 0;
		}
		return taken;
	}

}
