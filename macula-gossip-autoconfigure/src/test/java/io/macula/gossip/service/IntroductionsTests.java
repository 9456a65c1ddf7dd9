package io.macula.gossip.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.macula.gossip.NodeName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class IntroductionsTests {

	private static final NodeName A = NodeName.of("a@host");

	private static final NodeName B = NodeName.of("b@host");

	private final List<String> told = new ArrayList<>();

	private final List<Throwable> failures = new ArrayList<>();

	private final List<Runnable> tasks = new ArrayList<>();

	private Supplier<Map<String, String>> metadata = () -> Map.of("load", "1");

	private final Introductions introductions = new Introductions(
			new DaemonThreads(Thread::new).pool("introductions", 1, Integer.MAX_VALUE), "orders",
			() -> this.metadata.get(),
			(node, introduction) -> this.told
				.add(node.localPart() + " " + introduction.application() + " " + introduction.metadata()),
			this.failures::add, (executor) -> this.tasks::add);

	@AfterEach
	void close() {
		this.introductions.close();
	}

	@Test
	void aNodeIsToldAtOnceWhatWasAskedBeforeAndAgainIfThatHasChanged() {
		this.introductions.prepare();
		run();
		this.introductions.greet(A);
		assertThat(this.told).containsExactly("a orders {load=1}");
		run();
		assertThat(this.told).hasSize(1);
		this.metadata = () -> Map.of("load", "2");
		this.introductions.greet(B);
		assertThat(this.told).endsWith("b orders {load=1}");
		run();
		assertThat(this.told).containsExactly("a orders {load=1}", "b orders {load=1}", "b orders {load=2}");
	}

	@Test
	void whatIsNotKnownYetIsNotTold() {
		this.introductions.greet(A);
		this.introductions.greet(B);
		assertThat(this.told).isEmpty();
		assertThat(this.tasks).hasSize(1);
		run();
		assertThat(this.told).containsExactly("a orders {load=1}", "b orders {load=1}");
	}

	@Test
	void metadataThatIsTheSameIsToldIfItIsToBe() {
		this.introductions.tell(List.of(A));
		run();
		this.introductions.tell(List.of(A));
		run();
		assertThat(this.told).containsExactly("a orders {load=1}", "a orders {load=1}");
	}

	@Test
	void whereTheApplicationFailsTheNameIsToldAndWhatWasKnown() {
		this.metadata = () -> {
			throw new IllegalStateException("for the test");
		};
		this.introductions.greet(A);
		run();
		this.metadata = () -> Map.of("load", "1");
		this.introductions.tell(List.of(A));
		run();
		this.metadata = () -> {
			throw new AssertionError("for the test");
		};
		this.introductions.tell(List.of(A));
		run();
		assertThat(this.told).containsExactly("a orders {}", "a orders {load=1}", "a orders {load=1}");
		assertThat(this.failures).hasSize(2);
	}

	@Test
	void aNodeThatHasNoLinkAnyMoreIsNotTold() {
		this.introductions.greet(A);
		this.introductions.greet(B);
		this.introductions.forget(A);
		run();
		assertThat(this.told).containsExactly("b orders {load=1}");
	}

	@Test
	void afterTheEndNobodyIsTold() {
		this.introductions.greet(A);
		this.introductions.close();
		run();
		this.introductions.prepare();
		this.introductions.tell(List.of(A));
		assertThat(this.tasks).isEmpty();
		assertThat(this.told).isEmpty();
	}

	private void run() {
		List<Runnable> waiting = List.copyOf(this.tasks);
		this.tasks.clear();
		waiting.forEach(Runnable::run);
	}

}
