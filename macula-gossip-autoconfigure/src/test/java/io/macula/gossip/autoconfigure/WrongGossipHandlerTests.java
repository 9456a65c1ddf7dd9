package io.macula.gossip.autoconfigure;

import java.util.HashMap;
import java.util.stream.Stream;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipHandler;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Methods that cannot handle messages, which end the start with what to do.
 */
@Tag("once")
class WrongGossipHandlerTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withBean("service", GossipClusterService.class, () -> HandlerRecorder.service("default", new HashMap<>()))
		.withUserConfiguration(HandlerRecorder.class);

	@ParameterizedTest
	@MethodSource("wrongHandlers")
	void aMethodThatCannotHandleEndsTheStart(Class<?> bean, String problem, String remedy) {
		this.contextRunner.withBean("wrong", bean).run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = new InvalidGossipHandlerFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains(problem);
			assertThat(analysis.getAction()).contains(remedy);
		});
	}

	static Stream<Arguments> wrongHandlers() {
		return Stream.of(
				Arguments.of(TwoPayloads.class,
						"TwoPayloads.quote(java.lang.String,int)' of the bean 'wrong' cannot be"
								+ " a @GossipHandler: it has more parameters than can be filled.",
						"one parameter for what is sent"),
				Arguments.of(StaticMethod.class, "it is static", "on an instance of the bean"),
				Arguments.of(TwoOfOneName.class, "Two methods handle the messages to 'prices': ",
						"Give one of them another name"),
				Arguments.of(Nameless.class, "handles the messages to '', which is no name", "1 to 255 characters"),
				Arguments.of(Hidden.class,
						"HiddenHandler.handle()' cannot be a @GossipHandler: it cannot be called on the proxy of"
								+ " the bean 'hidden'",
						"declare it in one of them or have the class proxied"),
				Arguments.of(Taken.class, "cannot handle the messages to 'taken': The name is taken",
						"Give it another name"),
				Arguments.of(Elsewhere.class,
						"handles messages of the cluster 'elsewhere', and this application takes part in [default]",
						"Name one of these as the cluster"));
	}

	static class TwoPayloads {

		@GossipHandler("prices")
		String quote(String symbol, int cents) {
			return symbol + cents;
		}

	}

	static class StaticMethod {

		@GossipHandler("prices")
		static String quote(String symbol) {
			return symbol;
		}

	}

	static class TwoOfOneName {

		@GossipHandler("prices")
		void one() {
		}

		@GossipHandler("prices")
		void two() {
		}

	}

	static class Nameless {

		@GossipHandler("")
		void handle() {
		}

	}

	static class Taken {

		@GossipHandler("taken")
		void handle() {
		}

	}

	static class Elsewhere {

		@GossipHandler(value = "prices", cluster = "elsewhere")
		void handle() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Hidden {

		@Bean
		Runnable hidden() {
			return new HiddenHandler();
		}

		@Bean
		static BeanNameAutoProxyCreator proxies() {
			BeanNameAutoProxyCreator proxies = new BeanNameAutoProxyCreator();
			proxies.setBeanNames("hidden");
			proxies.setInterceptorNames("interceptor");
			return proxies;
		}

		@Bean
		static MethodInterceptor interceptor() {
			return (invocation) -> invocation.proceed();
		}

	}

	static class HiddenHandler implements Runnable {

		@GossipHandler("prices")
		void handle() {
		}

		@Override
		public void run() {
		}

	}

}
