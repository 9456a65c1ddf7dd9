package io.macula.gossip.service;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.macula.gossip.NodeName;
import io.macula.gossip.membership.Introduction;
import org.jspecify.annotations.Nullable;

/**
 * Tells linked nodes of this one: its application, and its metadata. What that is, the
 * application's code says, which may block or throw: it is asked on a thread that does
 * nothing else, so that nothing but its own answer comes late. Thread-safe.
 */
final class Introductions {

	private final Set<NodeName> untold = new LinkedHashSet<>();

	private final Supplier<Map<String, String>> metadata;

	private final BiConsumer<NodeName, Introduction> tell;

	private final Consumer<Throwable> failed;

	private final ExecutorService thread;

	private final Executor executor;

	private volatile boolean closed;

	private volatile Introduction last;

	/**
	 * Create introductions.
	 * @param threadName name of the thread
	 * @param application name of the application, if it has one
	 * @param metadata returns the metadata; where it throws, what it returned before is
	 * told again
	 * @param tell tells a node
	 * @param failed takes what the metadata throws
	 * @param watched has the background watched
	 */
	Introductions(String threadName, @Nullable String application, Supplier<Map<String, String>> metadata,
			BiConsumer<NodeName, Introduction> tell, Consumer<Throwable> failed, UnaryOperator<Executor> watched) {
		this.metadata = metadata;
		this.tell = tell;
		this.failed = failed;
		this.thread = DaemonThreadPool.create(threadName, 1, Integer.MAX_VALUE);
		this.executor = watched.apply(this.thread);
		this.last = new Introduction(application, Map.of());
	}

	/**
	 * Tell nodes of this one, soon. Returns at once.
	 */
	void tell(Collection<NodeName> nodes) {
		synchronized (this.untold) {
			if (this.closed || nodes.isEmpty()) {
				return;
			}
			boolean first = this.untold.isEmpty();
			this.untold.addAll(nodes);
			if (first) {
				this.executor.execute(this::tellAll);
			}
		}
	}

	/**
	 * A node has no link any more.
	 */
	void forget(NodeName node) {
		synchronized (this.untold) {
			this.untold.remove(node);
		}
	}

	/**
	 * Ask what there is to tell. Takes as long as the application does.
	 */
	Introduction ask() {
		try {
			this.last = new Introduction(this.last.application(), this.metadata.get());
		}
		catch (RuntimeException | Error ex) {
			if (!this.closed) {
				this.failed.accept(ex);
			}
		}
		return this.last;
	}

	/**
	 * Tell nobody any more. Does not wait.
	 */
	void close() {
		List<Runnable> waiting;
		synchronized (this.untold) {
			this.closed = true;
			this.untold.clear();
			waiting = this.thread.shutdownNow();
		}
		// Somebody may wait for what is watched
		waiting.forEach(Runnable::run);
	}

	private void tellAll() {
		Set<NodeName> nodes;
		synchronized (this.untold) {
			nodes = Set.copyOf(this.untold);
			this.untold.clear();
		}
		if (!nodes.isEmpty()) {
			Introduction introduction = ask();
			nodes.forEach((node) -> this.tell.accept(node, introduction));
		}
	}

}
