package io.macula.gossip.multicast;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.macula.gossip.net.IpLiteral;
import io.macula.gossip.testing.Loopback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class InterfaceChannelsTests {

	private static final InterfaceBindings NOTHING = new InterfaceBindings(List.of(), List.of("it has gone"));

	private final Group group = new Group(IpLiteral.parse("230.1.1.251"), Loopback.freePort(), 0);

	private final InterfaceBinding loopback = loopback("test");

	private final List<Long> attempts = new ArrayList<>();

	private final FormerSources former = new FormerSources(() -> this.now);

	private final InterfaceChannels channels = new InterfaceChannels(this::open, this.former);

	private long now;

	private boolean broken;

	@AfterEach
	void close() {
		this.channels.close();
	}

	@Test
	void theSocketsOfAnInterfaceThatStaysStayOpen() {
		follow(this.loopback);
		InterfaceChannel channel = this.channels.inUse().get(0);
		assertThat(follow(loopback("another reason")).interfaces()).containsExactly(this.loopback);
		assertThat(this.channels.inUse()).containsExactly(channel);
		assertThat(this.channels.origin(channel.localAddress())).isEqualTo(new Origin(true, this.loopback));
		assertThat(this.former.contain(channel.localAddress())).isFalse();
	}

	@Test
	void theSocketsOfAnInterfaceThatGoesAreClosedAndThoseOfOneThatReturnsAreNew() {
		follow(this.loopback);
		InterfaceChannel before = this.channels.inUse().get(0);
		assertThat(this.channels.prepare(NOTHING, this.now)).isEqualTo(NOTHING);
		assertThat(this.channels.inUse()).as("at once").isEmpty();
		assertThatExceptionOfType(ClosedChannelException.class).isThrownBy(() -> before.send(new byte[1]));
		assertThat(this.channels.origin(before.localAddress())).isEqualTo(Origin.OTHER);
		assertThat(this.former.contain(before.localAddress())).as("its last announcement may still come back").isTrue();
		assertThat(follow(this.loopback).problems()).isEmpty();
		assertThat(this.channels.inUse()).doesNotContain(before).hasSize(1);
	}

	@Test
	void anInterfaceIsNotInUseBeforeItIsWanted() {
		InterfaceBindings wanted = new InterfaceBindings(List.of(this.loopback), List.of());
		assertThat(this.channels.prepare(wanted, this.now).interfaces()).containsExactly(this.loopback);
		assertThat(this.channels.inUse()).isEmpty();
		assertThat(this.channels.prepare(wanted, this.now).interfaces()).containsExactly(this.loopback);
		assertThat(this.attempts).as("open already").hasSize(1);
		this.channels.use();
		assertThat(this.channels.inUse()).hasSize(1);
	}

	@Test
	void aFailureIsToldAndTriedAgainAfterLongerAndLonger() {
		this.broken = true;
		for (int i = 0; i <= 200; i++) {
			this.now = Duration.ofMillis(500 * i).toNanos();
			assertThat(follow(this.loopback).problems()).containsExactly("Interface '" + this.loopback.name()
					+ "' with 127.0.0.1 cannot be used: no luck. " + "It is tried again.");
		}
		assertThat(this.attempts).extracting((at) -> Duration.ofNanos(at).toMillis())
			.containsExactly(0L, 500L, 1500L, 3500L, 7500L, 15500L, 31500L, 61500L, 91500L);
		this.broken = false;
		this.now = Duration.ofSeconds(122).toNanos();
		assertThat(follow(this.loopback)).isEqualTo(new InterfaceBindings(List.of(this.loopback), List.of()));
	}

	@Test
	void anInterfaceThatWasAwayIsTriedAtOnce() {
		this.broken = true;
		follow(this.loopback);
		this.channels.prepare(NOTHING, this.now);
		follow(this.loopback);
		assertThat(this.attempts).hasSize(2);
	}

	@Test
	void anInterfaceThatWasReplacedUnderItsNameHasGone() {
		InterfaceBinding replaced = new InterfaceBinding(this.loopback.name(), 4711, this.loopback.address(), "test");
		assertThat(follow(replaced).problems()).singleElement().asString().contains("cannot be used: it has gone.");
	}

	@Test
	void nothingIsOpenedAfterTheEnd() {
		this.channels.close();
		assertThat(follow(this.loopback).interfaces()).isEmpty();
		assertThat(this.attempts).isEmpty();
	}

	private InterfaceBindings follow(InterfaceBinding binding) {
		InterfaceBindings found = this.channels.prepare(new InterfaceBindings(List.of(binding), List.of()), this.now);
		this.channels.use();
		return found;
	}

	private InterfaceChannel open(InterfaceBinding binding) throws IOException {
		this.attempts.add(this.now);
		if (this.broken) {
			throw new IOException("no luck");
		}
		return InterfaceChannel.open(this.group, binding);
	}

	private static InterfaceBinding loopback(String reason) {
		try {
			InetAddress address = IpLiteral.parse("127.0.0.1");
			NetworkInterface loopback = NetworkInterface.getByInetAddress(address);
			return new InterfaceBinding(loopback.getName(), loopback.getIndex(), address, reason);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
