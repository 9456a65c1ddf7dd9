package io.macula.gossip.distribution;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.NodeName;
import io.macula.gossip.testing.BeamNode;
import io.macula.gossip.testing.Eventually;
import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.Relay;
import io.macula.gossip.testing.RequiresBeam;
import io.macula.gossip.testing.WireScript;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two nodes whose connections to each other cross on a slow way, so that both have begun
 * before either is answered: one of the two becomes the link, and neither node is ever
 * down.
 */
@Timeout(60)
class CrossingConnectionsTests {

	private static final NodeName GREATER = NodeName.of("m@127.0.0.1");

	private static final NodeName LESSER = NodeName.of("a@127.0.0.1");

	/**
	 * After which an attempt that is not answered lets another one go on beside it.
	 */
	private static final long STUCK_NANOS = TimeUnit.MILLISECONDS.toNanos(600);

	private static final long WAITED_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

	private int epmdPort;

	private TestNode greater;

	private Relay fromLesser;

	@BeforeEach
	void start() throws Exception {
		this.epmdPort = Loopback.freePort();
		this.greater = start(GREATER);
		this.fromLesser = new Relay(this.greater.node().port());
		this.fromLesser.there().open();
	}

	private TestNode start(NodeName name) throws Exception {
		return TestNode.start(this.epmdPort, name.value(),
				(options) -> options.links((links) -> links.setConnectTimeout(Duration.ofSeconds(15))));
	}

	@AfterEach
	void stop() throws Exception {
		this.fromLesser.close();
		this.greater.close();
	}

	@Test
	void thatOfTheLesserMayBecomeTheLink() throws Exception {
		try (TestNode lesser = start(LESSER); Relay fromGreater = new Relay(lesser.node().port())) {
			cross(lesser, fromGreater);
			this.fromLesser.back().open();
			assertThatBothAreUpOnce(lesser);
		}
	}

	@Test
	void theGreaterWaitsForThatOfTheLesser() throws Exception {
		try (TestNode lesser = start(LESSER); Relay fromGreater = new Relay(lesser.node().port())) {
			cross(lesser, fromGreater);
			fromGreater.back().open();
			long answered = System.nanoTime();
			Eventually.holds("it would have gone on", () -> System.nanoTime() - answered > WAITED_NANOS);
			this.fromLesser.back().open();
			assertThatBothAreUpOnce(lesser);
			fromGreater.there().awaitEnd();
		}
	}

	@Test
	void thatOfTheGreaterBecomesTheLinkWhereTheOtherOneIsHeldUp() throws Exception {
		try (TestNode lesser = start(LESSER); Relay fromGreater = new Relay(lesser.node().port())) {
			cross(lesser, fromGreater);
			fromGreater.back().open();
			assertThatBothAreUpOnce(lesser);
		}
	}

	@Test
	void thatOfTheGreaterBecomesTheLinkWhereTheOtherOneBreaks() throws Exception {
		try (TestNode lesser = start(LESSER); Relay fromGreater = new Relay(lesser.node().port())) {
			cross(lesser, fromGreater);
			fromGreater.back().open();
			this.fromLesser.close();
			assertThatBothAreUpOnce(lesser);
		}
	}

	@Test
	@RequiresBeam
	void thatOfTheGreaterBecomesTheLinkWhereErlangGivesUpItsOwn() throws Exception {
		int otherEpmdPort = Loopback.freePort();
		try (TestNode epmd = TestNode.start(otherEpmdPort, "epmd@127.0.0.1");
				WireScript script = new WireScript(otherEpmdPort);
				BeamNode beam = BeamNode.start(otherEpmdPort, "-name", LESSER.value(), "-start_epmd", "false")) {
			script.register("m", this.fromLesser.port());
			try (Relay fromGreater = new Relay(script.portOf("a"))) {
				beginAtGreater(fromGreater);
				beam.eval("is_pid(spawn(fun() -> net_kernel:connect_node('m@127.0.0.1') end))");
				this.fromLesser.back().awaitBytes();
				fromGreater.there().open();
				fromGreater.back().awaitBytes();
				this.fromLesser.back().open();
				fromGreater.back().open();
				assertThat(this.greater.next()).isEqualTo("up a@127.0.0.1 visible");
				assertThat(beam.eval("net_adm:ping('m@127.0.0.1')")).isEqualTo("pong");
				assertThat(this.greater.node().probe(LESSER)).isTrue();
				assertThat(this.greater.next()).isEqualTo("alive a@127.0.0.1");
			}
		}
	}

	/**
	 * Have both connect, until each has answered the other's name and has read no answer.
	 */
	private void cross(TestNode lesser, Relay fromGreater) throws Exception {
		beginAtGreater(fromGreater);
		lesser.node().connect(GREATER, Destination.at(InetAddress.getLoopbackAddress(), this.fromLesser.port(), 0));
		this.fromLesser.back().awaitBytes();
		fromGreater.there().open();
		fromGreater.back().awaitBytes();
	}

	private void beginAtGreater(Relay way) throws Exception {
		this.greater.node().connect(LESSER, Destination.at(InetAddress.getLoopbackAddress(), way.port(), 0));
		way.there().awaitBytes();
		long named = System.nanoTime();
		Eventually.holds("it has waited long for an answer", () -> System.nanoTime() - named > STUCK_NANOS);
	}

	private void assertThatBothAreUpOnce(TestNode lesser) throws Exception {
		assertThat(this.greater.next()).isEqualTo("up a@127.0.0.1 hidden");
		assertThat(lesser.next()).isEqualTo("up m@127.0.0.1 hidden");
		assertThat(lesser.node().probe(GREATER)).isTrue();
		assertThat(lesser.next()).isEqualTo("alive m@127.0.0.1");
		assertThat(this.greater.events().isEmpty()).isTrue();
		assertThat(lesser.events().isEmpty()).isTrue();
	}

}
