package io.macula.gossip.service;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.CallException;
import io.macula.gossip.CallException.Reason;
import io.macula.gossip.CallException.Side;
import io.macula.gossip.GossipMessage;
import io.macula.gossip.GossipMessenger;
import io.macula.gossip.NodeName;
import io.macula.gossip.UnreadableMessageException;
import io.macula.gossip.distribution.Cookies;
import io.macula.gossip.distribution.DistributionLimits;
import io.macula.gossip.distribution.DistributionNode;
import io.macula.gossip.distribution.DistributionSettings;
import io.macula.gossip.distribution.handshake.Cookie;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.BinaryTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.etf.TupleTerm;
import io.macula.gossip.message.JsonConverter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Records, errors and messages that cannot be read, over a link between two JVM nodes.
 */
@Timeout(60)
class MessageTypesTests {

	private static final NodeName ELSEWHERE = NodeName.of("elsewhere@127.0.0.1");

	private static final CountDownLatch END = new CountDownLatch(1);

	private static LinkedPair pair;

	@BeforeAll
	static void link() {
		pair = new LinkedPair((builder) -> builder.messageConverter(new JsonConverter()));
		pair.answer("prices", (message) -> new Price(message.body(Quote.class).symbol(), 42));
		pair.answer("echo", GossipMessage::body);
		pair.answer("silent", (message) -> END.await(1, TimeUnit.MINUTES));
		pair.answer("broken", (message) -> {
			throw new IllegalStateException("for the test");
		});
	}

	@AfterAll
	static void close() {
		END.countDown();
		pair.close();
	}

	@Test
	void aRecordIsAnsweredWithARecord() {
		assertThat(pair.call("prices", new Quote("ACME"), Price.class).join()).isEqualTo(new Price("ACME", 42));
		assertThat(pair.a.getMessenger().call(LinkedPair.B, "prices", new Quote("ACME"), Price.class).join())
			.isEqualTo(new Price("ACME", 42));
	}

	@Test
	void anAnswerMayBeOfAGenericType() {
		List<Quote> quotes = List.of(new Quote("ACME"));
		assertThat(
				pair.a.getMessenger().call(LinkedPair.B, "echo", quotes, new ParameterizedTypeReference<List<Quote>>() {
				}, LinkedPair.PATIENCE).join())
			.isEqualTo(quotes);
	}

	@Test
	void aRecordOfWhichNobodySaysTheTypeIsAMap() {
		assertThat(pair.call("echo", new Quote("ACME"), Object.class).join()).isEqualTo(Map.of("symbol", "ACME"));
		assertThat(pair.call("echo", List.of(new Quote("ACME"), 7L), Object.class).join())
			.isEqualTo(List.of(Map.of("symbol", "ACME"), 7L));
	}

	@Test
	void anErrorSaysWhichSideFailedAndWhy() {
		assertFails(pair.call("broken", 1, Object.class), Reason.HANDLER_FAILED, Side.THERE, "as the log there tells");
		assertFails(pair.call("prices", "ACME", Price.class), Reason.REQUEST_UNREADABLE, Side.THERE,
				"its handler cannot read the request");
		assertFails(pair.call("nobody", 1, Object.class), Reason.NO_PROCESS, Side.THERE, "no process has that name");
		assertFails(pair.call("prices", new Quote("ACME"), Integer.class), Reason.ANSWER_UNREADABLE, Side.HERE,
				"Call to 'prices' on b@127.0.0.1 has no answer: what it answered cannot be read here: It is JSON");
		GossipMessenger messenger = pair.a.getMessenger();
		assertFails(messenger.call(ELSEWHERE, "prices", 1, Price.class), Reason.NODE_DOWN, Side.BETWEEN,
				"there is no link to it");
		assertFails(messenger.call(LinkedPair.B, "silent", 1, Price.class, Duration.ofMillis(50)), Reason.TIMED_OUT,
				Side.BETWEEN, "no answer within 50 ms");
		try (TestCluster cluster = new TestCluster()) {
			assertFails(cluster.node("c@127.0.0.1").getMessenger().call(LinkedPair.B, "prices", 1, Price.class),
					Reason.NOT_RUNNING, Side.HERE, "the service is not running");
		}
	}

	@Test
	void anAnswerThatCannotBeReadKeepsItsCause() {
		assertThat(pair.call("echo", "text", Integer.class)).failsWithin(LinkedPair.PATIENCE)
			.withThrowableThat()
			.havingCause()
			.withCauseInstanceOf(UnreadableMessageException.class);
	}

	@Test
	void whatCannotBeSentIsRefusedAtOnce() {
		GossipMessenger messenger = pair.a.getMessenger();
		assertThatIllegalArgumentException().isThrownBy(() -> messenger.send(LinkedPair.B, "echo", "\uD800"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> messenger.call(LinkedPair.B, "echo", "\uD800", Object.class));
	}

	@Test
	void aMalformedMessageIsAnErrorToItselfAlone() throws Exception {
		try (DistributionNode c = linked()) {
			NodeName a = LinkedPair.A;
			pair.a.getMessenger().register("mirror", GossipMessage::body);
			Term mark = AtomTerm.of("$java");
			assertFails(c.call(a, "mirror", TupleTerm.of(mark, BinaryTerm.ofUtf8("4"), AtomTerm.of("x")),
					LinkedPair.PATIENCE), Reason.REQUEST_UNREADABLE, Side.THERE, "cannot read the request");
			c.send(a, "mirror", TupleTerm.of(mark, BinaryTerm.ofUtf8("lll"), Term.of(List.of())));
			// What tells no types is what a BEAM node could have sent
			assertThat(c.call(a, "mirror", AtomTerm.of("ok"), LinkedPair.PATIENCE).get(10, TimeUnit.SECONDS))
				.hasToString("{'$java',<<\"s\">>,<<\"ok\">>}");
			assertThat(c.links()).hasSize(1);
		}
	}

	private static DistributionNode linked() throws Exception {
		DistributionNode node = new DistributionNode(new DistributionSettings(NodeName.of("c@127.0.0.1"),
				new Cookies(Cookie.of("cookie")), pair.linkSettings(), DistributionLimits.defaults(), Runnable::run),
				new IndifferentListener());
		node.start();
		Awaitility.await().pollInterval(Duration.ofMillis(10)).until(() -> {
			node.connect(LinkedPair.A, null);
			return !node.links().isEmpty();
		});
		return node;
	}

	private static void assertFails(CompletableFuture<?> call, Reason reason, Side side, String message) {
		assertThat(call).failsWithin(LinkedPair.PATIENCE)
			.withThrowableThat()
			.withMessageContaining(message)
			.havingCause()
			.isInstanceOfSatisfying(CallException.class, (ex) -> {
				assertThat(ex.getReason()).isEqualTo(reason);
				assertThat(ex.getSide()).isEqualTo(side);
			});
	}

	record Quote(String symbol) {

	}

	record Price(String symbol, int cents) {

	}

}
