package io.macula.gossip.test;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.CallException;
import io.macula.gossip.CallException.Reason;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipHandler;
import io.macula.gossip.GossipMessage;
import io.macula.gossip.NodeName;
import io.macula.gossip.autoconfigure.GossipAutoConfiguration;
import io.macula.gossip.autoconfigure.GossipJacksonAutoConfiguration;
import io.macula.gossip.etf.AtomTerm;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages over the network in memory are those of a real one: what is sent arrives as
 * what it was, and records go through Jackson.
 */
class TestNetworkMessagesTests {

	private static final List<Object> VALUES = Collections.unmodifiableList(Arrays.asList(null, true, (byte) 1,
			(short) 2, 3, 4L, BigInteger.TEN, 0.5f, 0.5, Double.NaN, new BigDecimal("1.50"), 'c', "text",
			AtomTerm.of("ok"), List.of(1, 2L, "3"), Set.of(1), Map.of("a", 1, "b", List.of(2L))));

	private final GossipTestNetwork network = new GossipTestNetwork();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(GossipAutoConfiguration.class, GossipJacksonAutoConfiguration.class))
		.withPropertyValues("macula.gossip.auto-startup=false")
		.withBean(GossipTestNetwork.class, () -> this.network)
		.withBean(Prices.class);

	@Test
	void whatApplicationsSendEachOtherArrivesAsWhatItWas() {
		this.contextRunner.withPropertyValues("macula.gossip.node-name=orders@one.example")
			.run((first) -> this.contextRunner.withPropertyValues("macula.gossip.node-name=billing@two.example")
				.run((second) -> {
					this.network.advance(Duration.ofSeconds(1));
					GossipClusterService orders = first.getBean(GossipClusterService.class);
					NodeName billing = NodeName.of("billing@two.example");
					for (Object value : VALUES) {
						assertThat(orders.getMessenger()
							.call(billing, "echo", value, Object.class)
							.get(5, TimeUnit.SECONDS)).isEqualTo(value);
					}
					assertThat(orders.getMessenger()
						.call(billing, "echo", new byte[] { 1, 2, 3 }, Object.class)
						.get(5, TimeUnit.SECONDS)).isEqualTo(new byte[] { 1, 2, 3 });
					assertThat(orders.getMessenger()
						.call(billing, "prices", new Quote("ACME"), Price.class)
						.get(5, TimeUnit.SECONDS)).isEqualTo(new Price("ACME", 42));
				}));
	}

	@Test
	void aNodeOfTheTestCallsHandlersAndIsCalled() {
		this.contextRunner.run((context) -> {
			GossipClusterService service = context.getBean(GossipClusterService.class);
			GossipTestNode node = this.network.join("billing");
			assertThat(node.call(service.getNodeName(), "prices", new Quote("ACME"), Price.class).join())
				.isEqualTo(new Price("ACME", 42));
			node.register("stock", (message) -> message.body(Quote.class).symbol().length());
			assertThat(service.getMessenger().call(node.name(), "stock", new Quote("ACME"), Integer.class).join())
				.isEqualTo(4);
			assertThat(node.received()).singleElement()
				.satisfies((message) -> assertThat(message.body(Quote.class)).isEqualTo(new Quote("ACME")));
		});
	}

	@Test
	void anErrorSaysWhichSideFailed() {
		this.contextRunner.run((context) -> {
			GossipClusterService service = context.getBean(GossipClusterService.class);
			GossipTestNode node = this.network.join("billing");
			assertFails(node.call(service.getNodeName(), "prices", "ACME", Price.class), Reason.REQUEST_UNREADABLE);
			assertFails(node.call(service.getNodeName(), "prices", new Quote(""), Price.class), Reason.HANDLER_FAILED);
			assertFails(node.call(service.getNodeName(), "prices", new Quote("ACME"), Integer.class),
					Reason.ANSWER_UNREADABLE);
		});
	}

	@Test
	void anAssertionThatFailsInAHandlerFailsTheCall() {
		this.contextRunner.run((context) -> {
			GossipClusterService service = context.getBean(GossipClusterService.class);
			GossipTestNode node = this.network.join("billing");
			AssertionError error = new AssertionError("for the test");
			node.register("stock", (message) -> {
				throw error;
			});
			service.getMessenger().register("own", (message) -> {
				throw error;
			});
			for (CompletableFuture<?> call : List.of(
					service.getMessenger().call(node.name(), "stock", 1, Integer.class),
					node.call(service.getNodeName(), "own", 1, Integer.class))) {
				assertFails(call, Reason.HANDLER_FAILED);
				assertThat(call.handle((answer, failure) -> failure).join()).hasCause(error);
			}
		});
	}

	private static void assertFails(CompletableFuture<?> call, Reason reason) {
		assertThat(call).failsWithin(Duration.ofSeconds(5))
			.withThrowableThat()
			.havingCause()
			.isInstanceOfSatisfying(CallException.class, (ex) -> assertThat(ex.getReason()).isEqualTo(reason));
	}

	record Quote(String symbol) {

	}

	record Price(String symbol, int cents) {

	}

	static class Prices {

		@GossipHandler("prices")
		Price price(Quote quote) {
			if (quote.symbol().isEmpty()) {
				throw new IllegalArgumentException("for the test");
			}
			return new Price(quote.symbol(), 42);
		}

		@GossipHandler("echo")
		Object echo(GossipMessage message) {
			return message.body();
		}

	}

}
