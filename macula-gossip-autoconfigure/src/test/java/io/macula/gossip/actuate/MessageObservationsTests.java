package io.macula.gossip.actuate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.macula.gossip.CallException;
import io.macula.gossip.CallException.Reason;
import io.macula.gossip.GossipMessage;
import io.macula.gossip.NodeName;
import io.macula.gossip.UnreadableMessageException;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What is observed of calls and handlers.
 */
class MessageObservationsTests {

	private static final NodeName NODE = NodeName.of("b@127.0.0.1");

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final List<Observation.Context> observed = new ArrayList<>();

	private final MessageObservations observations = new MessageObservations(this.registry);

	@BeforeEach
	void observe() {
		this.registry.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {

			@Override
			public void onStop(Observation.Context context) {
				MessageObservationsTests.this.observed.add(context);
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
	}

	@Test
	void aCallIsObservedUntilItsAnswerIsThere() {
		CompletableFuture<String> answer = new CompletableFuture<>();
		assertThat(this.observations.call("default", NODE, "prices", () -> answer)).isSameAs(answer);
		assertThat(this.observed).isEmpty();
		answer.complete("42");
		assertThat(last()).isEqualTo("macula.gossip.call {cluster=default, handler=prices, outcome=success}");
		assertThat(this.observed.get(0).getHighCardinalityKeyValues())
			.containsExactly(KeyValue.of("node", "b@127.0.0.1"));
		assertThat(this.observed.get(0).getContextualName()).isEqualTo("macula.gossip.call prices");
		assertThat(this.observed.get(0).getError()).isNull();
	}

	@Test
	void theOutcomeOfACallSaysWhatWentWrong() {
		CallException failure = new CallException(Reason.TIMED_OUT, "for the test");
		this.observations.call("default", NODE, "prices", () -> CompletableFuture.failedFuture(failure));
		assertThat(last()).endsWith("outcome=timed_out}");
		assertThat(this.observed.get(0).getError()).isSameAs(failure);
		this.observations.call("default", NODE, "prices", CompletableFuture::new).cancel(false);
		assertThat(last()).endsWith("outcome=cancelled}");
		assertThatIllegalArgumentException().isThrownBy(() -> this.observations.call("default", NODE, "prices", () -> {
			throw new IllegalArgumentException("too large");
		}));
		assertThat(last()).endsWith("outcome=refused}");
	}

	@Test
	void namesThatAreMadeUpAreToldApartUpToAHundred() {
		for (int i = 0; i < 101; i++) {
			this.observations.call("default", NODE, "name" + i, () -> CompletableFuture.completedFuture(1));
		}
		assertThat(last()).contains("handler=other");
		this.observations.call("default", NODE, "name99", () -> CompletableFuture.completedFuture(1));
		assertThat(last()).contains("handler=name99");
	}

	@Test
	void aHandlerIsObservedAndIsTheParentOfWhatItObserves() throws Exception {
		GossipMessage message = GossipMessage.call(NODE, 1);
		assertThat(this.observations.<Integer>handle("default", "prices", message, () -> {
			Observation current = this.registry.getCurrentObservation();
			assertThat(current.getContext().getName()).isEqualTo("macula.gossip.handle");
			this.observations.call("default", NODE, "stock", () -> CompletableFuture.completedFuture(2));
			assertThat(this.observed.get(0).getParentObservation()).isSameAs(current);
			return 42;
		})).isEqualTo(42);
		assertThat(last()).isEqualTo("macula.gossip.handle {cluster=default, handler=prices, outcome=success}");
		assertThat(this.registry.getCurrentObservation()).isNull();
	}

	@Test
	void theOutcomeOfAHandlerSaysWhatWentWrong() {
		GossipMessage message = GossipMessage.of(NODE, 1);
		assertThatExceptionOfType(UnreadableMessageException.class)
			.isThrownBy(() -> this.observations.handle("default", "prices", message, () -> message.body(String.class)));
		assertThat(last()).endsWith("outcome=request_unreadable}");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.observations.handle("default", "prices", message, () -> {
				throw new IllegalArgumentException("for the test");
			}));
		assertThat(last()).endsWith("outcome=error}");
	}

	@Test
	void theDocumentationNamesTheObservationsAndWhatTheyTell() throws Exception {
		this.observations.call("default", NODE, "prices", () -> CompletableFuture.completedFuture(1));
		this.observations.handle("default", "prices", GossipMessage.of(NODE, 1), () -> 1);
		String list = line("docs/operating.md", "- Observations: ");
		String messages = line("docs/messages.md", "Where there is an `ObservationRegistry`");
		assertThat(this.observed).hasSize(2).allSatisfy((context) -> {
			assertThat(list).contains("`" + context.getName() + "`");
			assertThat(messages).contains("`" + context.getName() + "`");
			context.getAllKeyValues().forEach((key) -> assertThat(messages).contains("`" + key.getKey() + "`"));
			context.getLowCardinalityKeyValues().forEach((key) -> assertThat(list).contains("`" + key.getKey() + "`"));
		});
	}

	private static String line(String document, String start) throws IOException {
		return Files.readString(Path.of("..").resolve(document))
			.lines()
			.filter((line) -> line.startsWith(start))
			.findFirst()
			.orElseThrow();
	}

	private String last() {
		Observation.Context context = this.observed.get(this.observed.size() - 1);
		List<String> keys = context.getLowCardinalityKeyValues()
			.stream()
			.map((key) -> key.getKey() + "=" + key.getValue())
			.toList();
		return context.getName() + " {" + String.join(", ", keys) + "}";
	}

}
