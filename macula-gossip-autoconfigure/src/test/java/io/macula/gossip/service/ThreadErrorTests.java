package io.macula.gossip.service;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.macula.gossip.testing.Loopback;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An error in each of the threads of a node, thrown in the midst of its work: it is told,
 * and afterwards all goes on as before.
 */
@Tag("once")
@Timeout(120)
class ThreadErrorTests {

	private static final String PATIENT = "patient@127.0.0.1";

	/**
	 * Of a host that has to be looked up.
	 */
	private static final String OTHER = "other@localhost";

	/**
	 * Where each thread is at work, and what its name begins with.
	 */
	private static final List<Place> PLACES = List.of(
			new Place("service.AnnouncementReceiver", "received", "gossip-default-receive"),
			new Place("service.GossipLoop", "tick", "ThreadPoolTaskScheduler"),
			new Place("service.NetworkFollower", "look", "gossip-default-network"),
			new Place("service.EventDispatcher", "deliver", "gossip-default-events"),
			Place.told("service.HostCheck", "lookUp", "gossip-resolve"),
			new Place("service.Asks", "attempt", "gossip-default-ask"),
			new Place("service.Introductions", "ask", "gossip-default-metadata"),
			new Place("service.GossipSession", "linkUp", "gossip-links-"),
			new Place("service.GossipSession", "linkDown", "gossip-links-"),
			new Place("distribution.LinkThreads", "start", "gossip-accept-", true, true),
			new Place("distribution.Admission", "admit", "gossip-handshake-", true, true),
			Place.told("distribution.Dialer", "run", "gossip-dial-"),
			new Place("distribution.Link", "readFrame", "gossip-link-"),
			new Place("distribution.OutgoingFrames", "poll", "gossip-link-"),
			new Place("distribution.epmd.EpmdServerLoop", "serveReady", "macula-epmd-"),
			new Place("distribution.epmd.EpmdRegistrar", "register", "gossip-epmd-", true, true));

	/**
	 * Threads that do nothing but to run what others await, and say what became of it;
	 * and those of a rehearsal, which nothing depends on.
	 */
	private static final List<String> OTHERS = List.of("gossip-timer-", "gossip-answers-", "gossip-rehearsal-");

	private final int port = Loopback.freePort();

	private final int epmdPort = Loopback.freePort();

	private final int debugPort = Loopback.freePort();

	private final JvmPeer patient = start(List.of("env", "JAVA_TOOL_OPTIONS=" + Debugger.options(this.debugPort)),
			PATIENT);

	private @Nullable JvmPeer other;

	@AfterEach
	void close() {
		this.patient.close();
		if (this.other != null) {
			this.other.close();
		}
	}

	@Test
	void anErrorInAnyThreadIsToldAndSurvived() throws Exception {
		// Whoever is first serves EPMD
		await().until(this.patient::isReady);
		JvmPeer other = start(List.of(), OTHER);
		this.other = other;
		await().until(other::isReady);
		awaitLinked(other, "at first");
		try (Debugger debugger = new Debugger(this.debugPort)) {
			for (Place place : PLACES) {
				long told = told();
				// Has links end and be made, names heard and registered, and events
				// delivered
				JvmPeer restarted = place.ofItsOwnStart ? this.patient : other;
				debugger.throwAt("io.macula.gossip." + place.type, place.method, place.thread,
						() -> restarted.command("restart"));
				if (place.logged) {
					await().untilAsserted(() -> assertThat(told()).as("%s", place).isGreaterThan(told));
				}
				// What the next error needs shows that this one cost nothing that lasts
				awaitLinked(other, place.toString());
			}
			assertSound(other);
			Stream<String> unknown = debugger.threads()
				.stream()
				.filter((name) -> name.matches("(gossip|macula)-.*"))
				.filter((name) -> PLACES.stream().noneMatch((place) -> name.startsWith(place.thread)))
				.filter((name) -> OTHERS.stream().noneMatch(name::startsWith));
			assertThat(unknown).as("threads of which nothing is known here").isEmpty();
		}
	}

	/**
	 * After all of it, who goes and comes is told just so.
	 */
	private void assertSound(JvmPeer other) {
		this.patient.forget();
		other.command("restart");
		await().untilAsserted(
				() -> assertThat(this.patient.seen(OTHER)).containsExactly("down LINK_CLOSED " + OTHER, "up " + OTHER));
		awaitLinked(other, "at last");
	}

	private void awaitLinked(JvmPeer other, String when) {
		await().untilAsserted(() -> {
			List<String> seen = this.patient.status();
			List<String> seenByOther = other.status();
			assertThat(seen).as("%s, while the other one sees %s: %s", when, seenByOther, this.patient.log())
				.contains("health UP", "member " + OTHER + " CONNECTED");
			assertThat(seenByOther).as("%s: %s", when, other.log())
				.contains("health UP", "member " + PATIENT + " CONNECTED");
		});
	}

	private long told() {
		return this.patient.log().stream().filter((line) -> line.contains(PeerProgram.FAULT.getMessage())).count();
	}

	private JvmPeer start(List<String> prefix, String name) {
		return new JvmPeer(prefix, "name=" + name, "port=" + this.port, "epmd=" + this.epmdPort, "ttl=0",
				"interval=300", "interfaces=" + String.join(",", Loopback.INTERFACES));
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50));
	}

	/**
	 * Where a thread is at work.
	 *
	 * @param type the class
	 * @param method its method
	 * @param thread what the name of the thread begins with
	 * @param logged whether the error is logged; else it is what the node tells of
	 * another that it cannot link to
	 * @param ofItsOwnStart whether the thread comes there when this node starts, which
	 * the other one connects to then; else it comes there when the other one starts
	 */
	private record Place(String type, String method, String thread, boolean logged, boolean ofItsOwnStart) {

		Place(String type, String method, String thread) {
			this(type, method, thread, true, false);
		}

		static Place told(String type, String method, String thread) {
			return new Place(type, method, thread, false, false);
		}

	}

}
