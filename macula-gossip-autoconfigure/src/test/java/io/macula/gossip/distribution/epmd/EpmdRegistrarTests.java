package io.macula.gossip.distribution.epmd;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.testing.Eventually;
import io.macula.gossip.testing.Loopback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(30)
class EpmdRegistrarTests {

	private static final List<InetAddress> LOOPBACK = List.of(InetAddress.getLoopbackAddress());

	private final RecordingListener listener = new RecordingListener();

	private final SteppedClock clock = new SteppedClock();

	private final List<AutoCloseable> resources = new ArrayList<>();

	private EpmdSettings settings;

	private EpmdClient client;

	@BeforeEach
	void findPort() throws Exception {
		this.settings = EpmdSettings.of(Loopback.freePort(), true).withBindAddresses(LOOPBACK);
		this.client = new EpmdClient("127.0.0.1", this.settings.port(), Duration.ofSeconds(5), Duration.ofSeconds(5));
	}

	@AfterEach
	void stop() throws Exception {
		for (AutoCloseable resource : this.resources) {
			resource.close();
		}
	}

	@Test
	void whenEpmdAnswersShouldUseIt() throws Exception {
		keep(EmbeddedEpmd.start(this.settings.port(), LOOPBACK, EpmdLimits.defaults()));
		EpmdRegistrar registrar = start("a", this.settings);
		assertThat(this.listener.next()).startsWith("registered ");
		assertThat(registrar.isEmbedded()).isFalse();
		assertThat(EpmdNames.at(this.settings.port())).containsOnlyKeys("a");
		registrar.close();
		Eventually.holds("'a' is unregistered", () -> EpmdNames.at(this.settings.port()).isEmpty());
		assertThat(this.listener.isEmpty()).isTrue();
	}

	@Test
	void whenNoEpmdAnswersShouldServeThePortAndRegister() throws Exception {
		EpmdRegistrar registrar = start("a", this.settings);
		assertThat(this.listener.next()).startsWith("registered ");
		assertThat(registrar.isEmbedded()).isTrue();
		assertThat(EpmdNames.at(this.settings.port())).containsOnlyKeys("a");
		assertThat(this.clock.hasPaused()).isFalse();
		registrar.close();
		assertThat(registrar.isEmbedded()).isFalse();
		new ServerSocket(this.settings.port(), 1, InetAddress.getLoopbackAddress()).close();
	}

	@Test
	void whenEmbeddingIsNotAllowedShouldSayWhatIsMissingAndTryAgain() throws Exception {
		EpmdRegistrar registrar = start("a", EpmdSettings.of(this.settings.port(), false));
		assertThat(this.listener.next())
			.startsWith("failed: Cannot reach EPMD at 127.0.0.1:" + this.settings.port() + ": Connection refused");
		this.clock.nextPause();
		keep(EmbeddedEpmd.start(this.settings.port(), LOOPBACK, EpmdLimits.defaults()));
		this.clock.step();
		assertThat(this.listener.next()).startsWith("registered ");
		assertThat(registrar.isEmbedded()).isFalse();
	}

	@Test
	void whenNameIsTakenShouldSaySoOnceAndBackOff() throws Exception {
		keep(EmbeddedEpmd.start(this.settings.port(), LOOPBACK, EpmdLimits.defaults()));
		EpmdRegistration holder = this.client.register(new EpmdNode("a", 2, false));
		start("a", this.settings);
		assertThat(this.listener.next()).startsWith("failed: ").contains("name 'a' is already registered on this host");
		List<Duration> pauses = new ArrayList<>();
		for (int i = 0; i < 12; i++) {
			pauses.add(this.clock.nextPause());
			this.clock.step();
		}
		this.clock.nextPause();
		assertThat(pauses.get(0)).isBetween(Duration.ofMillis(10), Duration.ofMillis(20));
		assertThat(pauses.get(3)).isBetween(Duration.ofMillis(80), Duration.ofMillis(160));
		assertThat(pauses.subList(7, 12))
			.allSatisfy((pause) -> assertThat(pause).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1)));
		assertThat(pauses.subList(7, 12)).doesNotHaveDuplicates();
		assertThat(this.listener.isEmpty()).as("said once").isTrue();
		holder.close();
		Eventually.holds("'a' is free", () -> EpmdNames.at(this.settings.port()).isEmpty());
		this.clock.step();
		assertThat(this.listener.next()).startsWith("registered ");
	}

	@Test
	void whenEpmdDiesShouldTakeOverAtOnce() throws Exception {
		EmbeddedEpmd first = keep(EmbeddedEpmd.start(this.settings.port(), LOOPBACK, EpmdLimits.defaults()));
		EpmdRegistrar registrar = start("a", this.settings);
		assertThat(this.listener.next()).startsWith("registered ");
		this.clock.advance(Duration.ofSeconds(10));
		first.close();
		assertThat(this.listener.next()).startsWith("lost: Lost EPMD at 127.0.0.1:" + this.settings.port());
		assertThat(this.listener.next()).startsWith("registered ");
		assertThat(registrar.isEmbedded()).isTrue();
		assertThat(this.clock.hasPaused()).isFalse();
	}

	@Test
	void whenDyingEpmdTakesConnectionShouldTryAgainBeforeTellingFailure() throws Exception {
		ScriptedPeer dying = keep(new ScriptedPeer(this.settings.port(), Socket::close));
		EpmdRegistrar registrar = start("a", this.settings);
		assertThat(this.clock.nextPause()).isBetween(Duration.ofMillis(10), Duration.ofMillis(20));
		dying.close();
		this.clock.step();
		assertThat(this.listener.next()).startsWith("registered ");
		assertThat(registrar.isEmbedded()).isTrue();
	}

	@Test
	void whenEpmdEndsEachConnectionShouldTellFailureOnce() throws Exception {
		keep(new ScriptedPeer(this.settings.port(), Socket::close));
		start("a", this.settings);
		this.clock.nextPause();
		assertThat(this.listener.isEmpty()).isTrue();
		for (int i = 0; i < 4; i++) {
			this.clock.step();
			assertThat(this.clock.nextPause()).isPositive();
		}
		assertThat(this.listener.next()).startsWith("failed: Lost EPMD at 127.0.0.1:" + this.settings.port());
		assertThat(this.listener.isEmpty()).as("said once").isTrue();
	}

	@Test
	void whenManyLoseTheirEpmdShouldAllFindTheOneThatTakesOver() throws Exception {
		EmbeddedEpmd first = keep(EmbeddedEpmd.start(this.settings.port(), LOOPBACK, EpmdLimits.defaults()));
		List<EpmdRegistrar> registrars = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			registrars.add(startInRealTime("n" + i));
		}
		Eventually.holds("all are registered", () -> EpmdNames.at(this.settings.port()).size() == 20);
		first.close();
		long start = System.nanoTime();
		Eventually.holds("all are registered anew", () -> registrars.stream().anyMatch(EpmdRegistrar::isEmbedded)
				&& EpmdNames.at(this.settings.port()).size() == 20);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
		assertThat(registrars.stream().filter(EpmdRegistrar::isEmbedded)).hasSize(1);
	}

	@Test
	void whenEpmdEndsEachRegistrationShouldBackOff() throws Exception {
		keep(new ScriptedPeer(this.settings.port(), (socket) -> {
			socket.getOutputStream().write(new byte[] { 118, 0, 0, 0, 0, 7 });
			socket.close();
		}));
		start("a", this.settings);
		Duration total = Duration.ZERO;
		for (int i = 0; i < 8; i++) {
			assertThat(this.listener.next()).isEqualTo("registered 7");
			assertThat(this.listener.next()).startsWith("lost: ");
			total = total.plus(this.clock.nextPause());
			this.clock.step();
		}
		assertThat(total).isGreaterThan(Duration.ofSeconds(1));
	}

	@Test
	void whenAnotherProgramHasThePortShouldNotFightIt() throws Exception {
		try (ScriptedPeer other = new ScriptedPeer(this.settings.port(), (socket) -> {
			socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n".getBytes());
			socket.close();
		})) {
			EpmdRegistrar registrar = start("a", this.settings);
			assertThat(this.listener.next()).startsWith("failed: ").contains("is not an EPMD that can be understood");
			assertThat(registrar.isEmbedded()).isFalse();
			assertThat(other.port()).isEqualTo(this.settings.port());
			this.clock.nextPause();
		}
		this.clock.step();
		assertThat(this.listener.next()).as("once the port is free").startsWith("registered ");
	}

	@Test
	void whenPortCannotBeBoundShouldSayWhy() throws Exception {
		List<InetAddress> foreign = List.of(InetAddress.getByName("192.0.2.1"));
		start("a", this.settings.withBindAddresses(foreign));
		assertThat(this.listener.next()).startsWith("failed: Cannot serve EPMD on port " + this.settings.port())
			.contains("192.0.2.1");
	}

	@Test
	void whenListenerThrowsShouldGoOn() throws Exception {
		CountDownLatch called = new CountDownLatch(1);
		EpmdRegistrar registrar = keep(new EpmdRegistrar(new EpmdNode("a", 1, false), this.settings,
				EpmdRegistrarTests::thread, new EpmdListener() {

					@Override
					public void registered(long creation) {
						called.countDown();
						throw new IllegalStateException("expected by the test");
					}

				}));
		registrar.start();
		assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(EpmdNames.at(this.settings.port())).containsOnlyKeys("a");
	}

	@Test
	void whenClosedShouldNotWaitForAPause() throws Exception {
		EpmdRegistrar registrar = start("a", EpmdSettings.of(this.settings.port(), false));
		this.clock.nextPause();
		registrar.close();
		assertThat(this.clock.hasPaused()).isFalse();
	}

	@Test
	void whenClosedBeforeStartShouldNotStart() {
		EpmdRegistrar registrar = registrar("a", this.settings);
		registrar.close();
		assertThatIllegalStateException().isThrownBy(registrar::start).withMessageContaining("'a'");
	}

	private EpmdRegistrar start(String name, EpmdSettings settings) {
		EpmdRegistrar registrar = registrar(name, settings);
		registrar.start();
		return registrar;
	}

	private EpmdRegistrar registrar(String name, EpmdSettings settings) {
		return keep(new EpmdRegistrar(new EpmdNode(name, 1, false), settings, EpmdRegistrarTests::thread, this.listener,
				this.clock, new Random(42)));
	}

	private EpmdRegistrar startInRealTime(String name) {
		EpmdRegistrar registrar = keep(new EpmdRegistrar(new EpmdNode(name, 1, false), this.settings,
				EpmdRegistrarTests::thread, new RecordingListener()));
		registrar.start();
		return registrar;
	}

	private <T extends AutoCloseable> T keep(T resource) {
		this.resources.add(resource);
		return resource;
	}

	private static Thread thread(Runnable task) {
		Thread thread = new Thread(task, "registrar");
		thread.setDaemon(true);
		return thread;
	}

}
