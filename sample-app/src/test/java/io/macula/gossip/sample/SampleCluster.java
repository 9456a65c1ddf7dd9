package io.macula.gossip.sample;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

import io.macula.gossip.sample.SampleContainer.Event;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.lifecycle.Startables;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Containers of one test, started together. As an extension of it, prints their logs when
 * it fails.
 */
final class SampleCluster implements AfterTestExecutionCallback {

	/**
	 * What the nodes announce at by default.
	 */
	static final Duration INTERVAL = Duration.ofMillis(1500);

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final List<SampleContainer> containers = new CopyOnWriteArrayList<>();

	void start(SampleContainer... started) {
		this.containers.addAll(List.of(started));
		Startables.deepStart(started).join();
	}

	/**
	 * Take a container out of the cluster that has ended.
	 */
	void remove(SampleContainer container) {
		this.containers.remove(container);
		container.close();
	}

	SampleContainer get(int index) {
		return this.containers.get(index);
	}

	List<SampleContainer> all() {
		return this.containers;
	}

	List<SampleContainer> others(SampleContainer container) {
		return this.containers.stream().filter((other) -> other != container).toList();
	}

	boolean isWhole() {
		return this.containers.stream()
			.allMatch((container) -> sees(container, others(container).toArray(SampleContainer[]::new)));
	}

	/**
	 * Return whether a container has links to these and no others.
	 */
	boolean sees(SampleContainer container, SampleContainer... others) {
		Set<String> names = new TreeSet<>(Arrays.stream(others).map(SampleContainer::nodeName).toList());
		return container.up().equals(names);
	}

	/**
	 * Begin to watch: what happened before is known.
	 */
	void watch() {
		this.containers.forEach(SampleContainer::watch);
	}

	void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(condition);
	}

	/**
	 * Wait for an interval in which no event comes, and make sure that each container's
	 * events, from its start on, are up and down in turn for each node, and end in what
	 * its endpoint says: none was lost, none doubled.
	 */
	void settle() {
		List<Integer> counts = counts();
		Awaitility.await().during(INTERVAL).atMost(INTERVAL.plusSeconds(1)).until(() -> counts().equals(counts));
		for (SampleContainer container : this.containers) {
			Map<String, Boolean> up = new HashMap<>();
			for (Event event : container.events()) {
				boolean before = up.getOrDefault(event.node(), false);
				assertThat(event.change().equals("up")).as("%s: %s", container.getContainerId(), event)
					.isNotEqualTo(before);
				up.put(event.node(), !before);
			}
			up.values().removeIf((value) -> !value);
			assertThat(container.up()).as(container.getContainerId()).isEqualTo(up.keySet());
		}
	}

	void close() {
		this.containers.parallelStream().forEach(SampleContainer::close);
		this.containers.clear();
	}

	@Override
	public void afterTestExecution(ExtensionContext context) {
		if (context.getExecutionException().isPresent()) {
			this.containers.forEach(System.out::println);
		}
	}

	private List<Integer> counts() {
		return this.containers.stream().map((container) -> container.events().size()).toList();
	}

}
