package io.macula.gossip.autoconfigure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipHandler;
import io.macula.gossip.GossipMessage;
import io.macula.gossip.GossipMessageHandler;
import io.macula.gossip.NodeName;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;

/**
 * Methods of beans that handle messages.
 */
class GossipHandlerTests {

	private static final NodeName SENDER = NodeName.of("a@127.0.0.1");

	private final Map<String, GossipMessageHandler> handlers = new HashMap<>();

	private final Map<String, GossipMessageHandler> auditHandlers = new HashMap<>();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withBean("service", GossipClusterService.class, () -> HandlerRecorder.service("default", this.handlers))
		.withUserConfiguration(HandlerRecorder.class);

	@Test
	void aMethodHandlesWhatIsSentToItsName() {
		this.contextRunner.withBean(Prices.class).run((context) -> {
			assertThat(this.handlers.keySet()).containsExactlyInAnyOrder("prices", "sender", "message", "none", "stage",
					"from.property");
			assertThat(call("prices", new Quote("ACME"))).isEqualTo("price of ACME");
			assertThat(call("sender", 7)).isEqualTo("7 from a@127.0.0.1");
			assertThat(call("message", "text")).isEqualTo("text true");
			assertThat(call("none", null)).isNull();
			assertThat(call("stage", null)).isEqualTo("later");
			assertThat(call("from.property", List.of("x"))).isEqualTo("x");
		});
	}

	@Test
	void whatAMethodThrowsIsTheHandlersFailure() {
		this.contextRunner.withBean(Broken.class).run((context) -> {
			assertThatIllegalStateException().isThrownBy(() -> call("broken", null)).withMessage("for the test");
			assertThatIllegalStateException().isThrownBy(() -> call("broken.later", null)).withMessage("for the test");
		});
	}

	@Test
	void aBeanThatIsLazyIsMadeByItsFirstMessage() {
		this.contextRunner.withUserConfiguration(LazyBeans.class).run((context) -> {
			assertThat(LazyHandler.made).isZero();
			assertThat(call("lazy", null)).isEqualTo(1);
			assertThat(call("lazy", null)).isEqualTo(1);
			assertThat(call("scoped", null)).isNotEqualTo(call("scoped", null));
		});
	}

	@Test
	void withLazyInitializationHandlersAreThere() {
		this.contextRunner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withBean(Prices.class)
			.run((context) -> assertThat(call("prices", new Quote("ACME"))).isEqualTo("price of ACME"));
	}

	@Test
	void aProxyIsCalledAndNotWhatIsBehindIt() {
		this.contextRunner.withUserConfiguration(Proxied.class)
			.run((context) -> assertThat(call("prices", new Quote("ACME"))).isEqualTo("price of ACME, by the proxy"));
	}

	@Test
	void aMethodOfAGenericClassIsGivenWhatItsBeanSays() {
		this.contextRunner.withBean(Texts.class).run((context) -> {
			assertThat(this.handlers).containsOnlyKeys("typed");
			GossipMessage message = new GossipMessage(SENDER, true, (type) -> type.getTypeName());
			assertThat(this.handlers.get("typed").handle(message)).isEqualTo("java.lang.String");
		});
	}

	@Test
	void aHandlerMayBeOfAnotherCluster() {
		this.contextRunner
			.withBean("audit", GossipClusterService.class, () -> HandlerRecorder.service("audit", this.auditHandlers),
					(definition) -> ((AbstractBeanDefinition) definition).setDefaultCandidate(false))
			.withBean(Audit.class)
			.run((context) -> {
				assertThat(this.handlers).containsOnlyKeys("log");
				assertThat(this.auditHandlers).containsOnlyKeys("log");
			});
	}

	@Test
	void aMockThatWasToldNothingIsNoHindrance() {
		new ApplicationContextRunner().withBean(GossipClusterService.class, () -> mock(GossipClusterService.class))
			.withUserConfiguration(HandlerRecorder.class)
			.withBean(Prices.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void mocksThatHaveNoClusterAreNoHindrance() {
		new ApplicationContextRunner()
			.withBean("one", GossipClusterService.class, () -> mock(GossipClusterService.class))
			.withBean("other", GossipClusterService.class, () -> mock(GossipClusterService.class))
			.withUserConfiguration(HandlerRecorder.class)
			.withBean(Audit.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void handlersOfAChildContextGoWithIt() {
		new ApplicationContextRunner()
			.withBean(GossipClusterService.class, () -> HandlerRecorder.service("default", this.handlers))
			.run((parent) -> {
				for (int child = 0; child < 2; child++) {
					new ApplicationContextRunner().withParent(parent)
						.withUserConfiguration(HandlerRecorder.class)
						.withBean(PublicPrices.class)
						.run((context) -> {
							assertThat(context).hasNotFailed();
							assertThat(this.handlers).containsOnlyKeys("prices");
						});
					assertThat(this.handlers).isEmpty();
				}
			});
	}

	@Test
	void aNativeImageKeepsTheMethodAndWhatItTakesAndReturns() throws Exception {
		RuntimeHints hints = new RuntimeHints();
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, Prices.class);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(Prices.class.getDeclaredMethod("quote", Quote.class))).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Quote.class.getDeclaredMethod("symbol")))
			.accepts(hints);
	}

	private Object call(String name, Object body) throws Exception {
		return this.handlers.get(name).handle(GossipMessage.call(SENDER, body));
	}

	record Quote(String symbol) {

	}

	static class Prices {

		@GossipHandler("prices")
		Object quote(Quote quote) {
			return "price of " + quote.symbol();
		}

		@GossipHandler("sender")
		private String sender(int number, NodeName sender) {
			return number + " from " + sender;
		}

		@GossipHandler("message")
		String message(GossipMessage message) {
			return message.body() + " " + message.call();
		}

		@GossipHandler("none")
		void none() {
		}

		@GossipHandler("stage")
		CompletionStage<String> stage() {
			return CompletableFuture.supplyAsync(() -> "later");
		}

		@GossipHandler("${name.of.none:from.property}")
		String resolved(List<String> texts) {
			return texts.get(0);
		}

	}

	static class Broken {

		@GossipHandler("broken")
		void fail() {
			throw new IllegalStateException("for the test");
		}

		@GossipHandler("broken.later")
		CompletableFuture<String> failLater() {
			return CompletableFuture.failedFuture(new IllegalStateException("for the test"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyBeans {

		@Bean
		@Lazy
		LazyHandler lazy() {
			return new LazyHandler();
		}

		@Bean
		@Scope(value = BeanDefinition.SCOPE_PROTOTYPE, proxyMode = ScopedProxyMode.TARGET_CLASS)
		ScopedHandler scoped() {
			return new ScopedHandler();
		}

	}

	static class LazyHandler {

		static int made;

		LazyHandler() {
			made++;
		}

		@GossipHandler("lazy")
		int made() {
			return made;
		}

	}

	static class ScopedHandler {

		@GossipHandler("scoped")
		int identity() {
			return System.identityHashCode(this);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Proxied {

		@Bean
		PublicPrices publicPrices() {
			return new PublicPrices();
		}

		@Bean
		static BeanNameAutoProxyCreator proxies() {
			BeanNameAutoProxyCreator proxies = new BeanNameAutoProxyCreator();
			proxies.setBeanNames("publicPrices");
			proxies.setProxyTargetClass(true);
			proxies.setInterceptorNames("interceptor");
			return proxies;
		}

		@Bean
		static MethodInterceptor interceptor() {
			return (invocation) -> invocation.proceed() + ", by the proxy";
		}

	}

	static class PublicPrices {

		@GossipHandler("prices")
		Object quote(Quote quote) {
			return "price of " + quote.symbol();
		}

	}

	static class Typed<T> {

		@GossipHandler("typed")
		Object take(T payload) {
			return payload;
		}

	}

	static class Texts extends Typed<String> {

	}

	static class Audit {

		@GossipHandler("log")
		void here() {
		}

		@GossipHandler(value = "log", cluster = "audit")
		void there() {
		}

	}

}
