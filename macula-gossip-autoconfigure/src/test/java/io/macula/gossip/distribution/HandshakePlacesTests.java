package io.macula.gossip.distribution;

import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who holds connections open keeps nobody out.
 */
class HandshakePlacesTests {

	private final AtomicLong now = new AtomicLong();

	private final HandshakePlaces places = new HandshakePlaces(4, this.now::get);

	@Test
	void oneSourceHasHalfOfThePlaces() {
		assertThat(this.places.take(from("10.0.0.1"))).isTrue();
		assertThat(this.places.take(from("10.0.0.1"))).isTrue();
		assertThat(this.places.dropped()).isZero();
		assertThat(this.places.take(from("10.0.0.1"))).isFalse();
		assertThat(this.places.take(from("10.0.0.2"))).isTrue();
		assertThat(this.places.dropped()).isEqualTo(1);
	}

	@Test
	void aNetworkOfIpv6IsOneSource() {
		assertThat(this.places.take(from("2001:db8::1"))).isTrue();
		assertThat(this.places.take(from("2001:db8::2"))).isTrue();
		assertThat(this.places.take(from("2001:db8::3"))).isFalse();
		assertThat(this.places.take(from("2001:db8:0:1::1"))).isTrue();
	}

	@Test
	void theOldestOfASourceGivesItsPlaceOnceItHadATenthOfASecond() {
		FakeSocket oldest = from("10.0.0.1");
		this.places.take(oldest);
		pass(60);
		FakeSocket second = from("10.0.0.1");
		this.places.take(second);
		pass(39);
		assertThat(this.places.take(from("10.0.0.1"))).isFalse();
		pass(1);
		assertThat(this.places.take(from("10.0.0.1"))).isTrue();
		assertThat(oldest.isClosed()).isTrue();
		assertThat(second.isClosed()).isFalse();
		assertThat(this.places.dropped()).as("the one that came too soon, and the oldest").isEqualTo(2);
		// The one that came last is newer than both
		assertThat(this.places.take(from("10.0.0.1"))).isFalse();
	}

	@Test
	void whereAllPlacesAreTakenTheSourceThatHasTheMostGivesOne() {
		this.places.take(from("10.0.0.3"));
		FakeSocket oldest = from("10.0.0.1");
		this.places.take(oldest);
		this.places.take(from("10.0.0.1"));
		this.places.take(from("10.0.0.2"));
		assertThat(this.places.take(from("10.0.0.4"))).isFalse();
		pass(100);
		assertThat(this.places.take(from("10.0.0.4"))).isTrue();
		assertThat(oldest.isClosed()).isTrue();
	}

	@Test
	void aPlaceThatIsLeftIsFreeAndOnlyOnce() {
		FakeSocket first = from("10.0.0.1");
		this.places.take(first);
		this.places.take(from("10.0.0.1"));
		this.places.leave(first);
		this.places.leave(first);
		assertThat(this.places.take(from("10.0.0.1"))).isTrue();
		assertThat(this.places.take(from("10.0.0.1"))).isFalse();
	}

	@Test
	void oneAddressOfANetworkLeavesTheOthersTheirPart() {
		HandshakePlaces eight = new HandshakePlaces(8, this.now::get);
		FakeSocket busy = from("2001:db8::1");
		assertThat(eight.take(busy)).isTrue();
		assertThat(eight.take(from("2001:db8::1"))).isTrue();
		assertThat(eight.take(from("2001:db8::1"))).as("half of its network's half").isFalse();
		FakeSocket other = from("2001:db8::2");
		assertThat(eight.take(other)).isTrue();
		assertThat(eight.take(from("2001:db8::3"))).isTrue();
		pass(100);
		assertThat(eight.take(from("2001:db8::4"))).isTrue();
		assertThat(busy.isClosed()).as("the oldest of the address that has the most").isTrue();
		assertThat(other.isClosed()).isFalse();
	}

	@Test
	void whoComesOftenKeepsNoPlaceForOthersWhoAreSilent() {
		HandshakePlaces eight = new HandshakePlaces(8, this.now::get);
		FakeSocket silent = from("2001:db8::2");
		eight.take(silent);
		eight.take(from("2001:db8::3"));
		pass(100);
		FakeSocket busy = from("2001:db8::1");
		eight.take(busy);
		eight.take(from("2001:db8::1"));
		assertThat(eight.take(from("2001:db8::4"))).isTrue();
		assertThat(silent.isClosed()).as("the oldest of those that may give theirs").isTrue();
		assertThat(busy.isClosed()).isFalse();
	}

	@Test
	void whereAllPlacesAreTakenOneThatIsOldEnoughIsGivenWhoeverHasTheMost() {
		this.places.take(from("10.0.0.2"));
		this.places.take(from("10.0.0.3"));
		pass(100);
		this.places.take(from("10.0.0.1"));
		this.places.take(from("10.0.0.1"));
		assertThat(this.places.take(from("10.0.0.4"))).isTrue();
		assertThat(this.places.take(from("10.0.0.5"))).isTrue();
		assertThat(this.places.take(from("10.0.0.6"))).isFalse();
	}

	@Test
	void whoHasLeftLosesNothingAndWhoHasLostHasNothingToLeave() {
		FakeSocket done = from("10.0.0.1");
		FakeSocket slow = from("10.0.0.1");
		this.places.take(done);
		this.places.take(slow);
		assertThat(this.places.leave(done)).isTrue();
		pass(100);
		assertThat(this.places.take(from("10.0.0.1"))).isTrue();
		assertThat(this.places.take(from("10.0.0.1"))).isTrue();
		assertThat(done.isClosed()).isFalse();
		assertThat(slow.isClosed()).isTrue();
		assertThat(this.places.leave(slow)).isFalse();
	}

	@Test
	void closingEndsAll() {
		FakeSocket one = from("10.0.0.1");
		FakeSocket other = from("10.0.0.2");
		this.places.take(one);
		this.places.take(other);
		this.places.close();
		assertThat(one.isClosed()).isTrue();
		assertThat(other.isClosed()).isTrue();
	}

	private void pass(long millis) {
		this.now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
	}

	private static FakeSocket from(String address) {
		try {
			return new FakeSocket(InetAddress.getByName(address));
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(address, ex);
		}
	}

	private static final class FakeSocket extends Socket {

		private final InetAddress address;

		private FakeSocket(InetAddress address) {
			this.address = address;
		}

		@Override
		public InetAddress getInetAddress() {
			return this.address;
		}

	}

}
