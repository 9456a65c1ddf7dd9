package io.macula.gossip.distribution;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.handshake.Cookie;
import io.macula.gossip.etf.Term;
import io.macula.gossip.testing.Eventually;
import io.macula.gossip.testing.Loopback;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.core.task.VirtualThreadTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Links of nodes of this product with each other.
 */
@Timeout(60)
class JavaLinkTests {

	private static final Cookie ONE = Cookie.of("one");

	private static final Cookie TWO = Cookie.of("two");

	private int epmdPort;

	@BeforeEach
	void choosePort() throws Exception {
		this.epmdPort = Loopback.freePort();
	}

	@Test
	void whenConnectedShouldTellBothAndTellBothOfTheEnd() throws Exception {
		try (TestNode a = start("a");
				TestNode b = start("b", (options) -> options.links((links) -> links.setHidden(false)))) {
			a.connect("b@127.0.0.1");
			assertThat(a.next()).isEqualTo("up b@127.0.0.1 visible");
			assertThat(b.next()).isEqualTo("up a@127.0.0.1 hidden");
			assertThat(a.events().introducesItself() && b.events().introducesItself()).isTrue();
			assertThat(a.node().links()).singleElement().satisfies((link) -> {
				assertThat(link.node()).isEqualTo(b.name());
				assertThat(link.remote().isLoopbackAddress()).isTrue();
			});
			b.close();
			assertThat(a.nextAtOnce()).isEqualTo("down b@127.0.0.1: the other node closed the connection");
			assertThat(b.nextAtOnce()).isEqualTo("down a@127.0.0.1: this node has left");
			assertThat(a.node().links()).isEmpty();
		}
	}

	@Test
	void whenClosedShouldNameNoPort() throws Exception {
		try (TestNode a = start("a")) {
			assertThat(a.node().port()).isPositive();
			a.close();
			assertThat(a.node().port()).as("somebody else may have it").isZero();
		}
	}

	@Test
	void whenCookiesDifferShouldSaySoOnBothSides() throws Exception {
		try (TestNode a = start("a", (options) -> options.cookies(ONE));
				TestNode b = start("b", (options) -> options.cookies(TWO))) {
			a.connect("b@127.0.0.1");
			assertThat(b.next()).isEqualTo(
					"refused a@127.0.0.1 WRONG_COOKIE: the cookie is not the same: its answer to our challenge was made with another one");
			assertThat(a.next()).isEqualTo(
					"failed b@127.0.0.1: b@127.0.0.1 at 127.0.0.1 port %d: the cookie is not the same: it closed the connection on our digest"
						.formatted(b.node().port()));
		}
	}

	@Test
	void whenAnyCookieIsCommonShouldLinkWhoeverConnects() throws Exception {
		Cookie three = Cookie.of("three");
		try (TestNode a = start("a", (options) -> options.cookies(ONE, three));
				TestNode b = start("b", (options) -> options.cookies(TWO, three))) {
			a.connect("b@127.0.0.1");
			assertThat(a.next()).isEqualTo("up b@127.0.0.1 hidden");
			assertThat(b.next()).startsWith("refused a@127.0.0.1 WRONG_COOKIE");
			assertThat(b.next()).isEqualTo("up a@127.0.0.1 hidden");
		}
	}

	@Test
	void whenTwoLiveNodesHaveOneNameShouldRefuseTheLaterInWords() throws Exception {
		try (TestNode a = start("a");
				TestNode first = start("b");
				TestNode second = TestNode.create(this.epmdPort, "b@127.0.0.1", (options) -> {
				})) {
			first.connect("a@127.0.0.1");
			assertThat(a.next()).isEqualTo("up b@127.0.0.1 hidden");
			second.node().start();
			assertThat(second.next()).startsWith("not registered: ").contains("name 'b' is already registered");
			second.connect("a@127.0.0.1");
			assertThat(second.next()).contains("its settings exclude this name, or another live node has it");
			assertThat(a.next()).isEqualTo(
					"refused b@127.0.0.1 NOT_ALLOWED: another live node of this name is linked from 127.0.0.1: give one of the two another name");
			assertThat(first.next()).isEqualTo("up a@127.0.0.1 hidden");
			assertThat(a.node().probe(first.name())).isTrue();
			assertThat(a.next()).isEqualTo("alive b@127.0.0.1");
		}
	}

	@Test
	void whenNodeReturnsWhileItsOldLinkIsHalfDeadShouldReplaceIt() throws Exception {
		try (TestNode a = start("a");
				RawLink dead = RawLink.open(a.node().port(), "b@127.0.0.1", 1234, a.name());
				TestNode b = start("b")) {
			assertThat(a.next()).isEqualTo("up b@127.0.0.1 hidden");
			b.connect("a@127.0.0.1");
			assertThat(b.next()).isEqualTo("up a@127.0.0.1 hidden");
			assertThat(a.next()).isEqualTo("down b@127.0.0.1: replaced by a new connection of the same node");
			assertThat(a.next()).isEqualTo("up b@127.0.0.1 hidden");
			assertThat(a.events().incarnation()).isNotEqualTo(1234);
			assertThat(dead.isEnded()).isTrue();
		}
	}

	@Test
	void whenSameIncarnationConnectsAnewShouldReplaceItsLinkThatAnswersNoProbe() throws Exception {
		try (TestNode a = start("a"); RawLink first = RawLink.open(a.node().port(), "b@127.0.0.1", 1234, a.name())) {
			assertThat(a.next()).as("told before it is replaced").isEqualTo("up b@127.0.0.1 hidden");
			RawLink second = RawLink.open(a.node().port(), "b@127.0.0.1", 1234, a.name());
			assertThat(first.isEnded()).isTrue();
			assertThat(a.next()).startsWith("down b@127.0.0.1: replaced");
			assertThat(a.next()).isEqualTo("up b@127.0.0.1 hidden");
			second.close();
			assertThat(a.next()).startsWith("down b@127.0.0.1: ");
		}
	}

	@Test
	void whenCallingEachOtherShouldAnswer() throws Exception {
		try (TestNode a = start("a"); TestNode b = start("b")) {
			b.node().register("double", (message) -> Term.of(List.of(message.body(), message.body())));
			a.connect("b@127.0.0.1");
			assertThat(a.next()).startsWith("up");
			assertThat(call(a, "double").get(10, TimeUnit.SECONDS)).hasToString("[1,1]");
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> call(a, "other").get(10, TimeUnit.SECONDS))
				.withMessageContaining("no process has that name there");
			b.node().unregister("double");
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> call(a, "double").get(10, TimeUnit.SECONDS))
				.withMessageContaining("no process has that name there");
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void whenThreadsAreVirtualShouldLinkAndCall() throws Exception {
		ThreadFactory virtual = new VirtualThreadTaskExecutor("test-").getVirtualThreadFactory();
		try (TestNode a = start("a", (options) -> options.links((links) -> links.useThreads(virtual)));
				TestNode b = start("b", (options) -> options.links((links) -> links.useThreads(virtual)))) {
			b.node().register("double", (message) -> Term.of(List.of(message.body(), message.body())));
			a.connect("b@127.0.0.1");
			assertThat(a.next()).startsWith("up");
			assertThat(call(a, "double").get(10, TimeUnit.SECONDS)).hasToString("[1,1]");
			assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.doesNotContain("gossip-link-a@127.0.0.1", "gossip-link-b@127.0.0.1");
			b.close();
			assertThat(a.next()).isEqualTo("down b@127.0.0.1: the other node closed the connection");
		}
	}

	@Test
	void whenNameIsTakenShouldSaySo() throws Exception {
		try (TestNode a = start("a")) {
			a.node().register("here", (message) -> null);
			assertThatIllegalArgumentException().isThrownBy(() -> a.node().register("here", (message) -> null))
				.withMessage("The name 'here' is taken on this node: choose another");
			assertThatIllegalArgumentException().isThrownBy(() -> a.node().register("net_kernel", (message) -> null));
		}
	}

	@Test
	void whenStartedAgainShouldSaySo() throws Exception {
		try (TestNode a = start("a")) {
			assertThatIllegalStateException().isThrownBy(a.node()::start)
				.withMessage("Node 'a@127.0.0.1' was started or closed before: create another");
		}
	}

	@Test
	void whenClosedShouldEndAllThreads() throws Exception {
		try (TestNode a = TestNode.start(this.epmdPort, "threads-a@127.0.0.1");
				TestNode b = TestNode.start(this.epmdPort, "threads-b@127.0.0.1");
				RawLink waiting = RawLink.connect(a.node().port())) {
			a.connect("threads-b@127.0.0.1");
			assertThat(b.next()).startsWith("up ");
			Eventually.holds("the link's threads have started", () -> threads()
				.containsAll(List.of("gossip-link-threads-a@127.0.0.1", "gossip-link-threads-b@127.0.0.1")));
			a.close();
			b.close();
			assertThat(waiting.isEnded()).isTrue();
			Eventually.holds("no thread is left", () -> threads().isEmpty());
		}
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("gossip-") && name.contains("threads-"))
			.toList();
	}

	private static CompletableFuture<Term> call(TestNode node, String name) {
		return node.node().call(NodeName.of("b@127.0.0.1"), name, Term.of(1), Duration.ofSeconds(10));
	}

	private TestNode start(String name) throws Exception {
		return TestNode.start(this.epmdPort, name + "@127.0.0.1");
	}

	private TestNode start(String name, Consumer<TestNode.Options> change) throws Exception {
		return TestNode.start(this.epmdPort, name + "@127.0.0.1", change);
	}

}
