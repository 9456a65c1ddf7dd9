package io.macula.gossip.service;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

	/**
	 * Whom to tell, and what each was told when its link was new; {@code null} for
	 * nothing, or if it is to be told in any case.
	 */
	private final Map<NodeName, @Nullable Introduction> untold = new LinkedHashMap<>();

	private final Introduction nameOnly;

	private final Supplier<Map<String, String>> metadata;

	private final BiConsumer<NodeName, Introduction> tell;

	private final Consumer<Throwable> failed;

	private final ExecutorService thread;

	private final Executor executor;

	private volatile boolean closed;

	private volatile @Nullable Introduction last;

	/**
	 * Create introductions.
	 * @param thread asks for the metadata; is closed with this
	 * @param application name of the application, if it has one
	 * @param metadata returns the metadata; where it throws, what it returned before is
	 * told again
	 * @param tell tells a node
	 * @param failed takes what the metadata throws
	 * @param watched has the background watched
	 */
	Introductions(ExecutorService thread, @Nullable String application, Supplier<Map<String, String>> metadata,
			BiConsumer<NodeName, Introduction> tell, Consumer<Throwable> failed, UnaryOperator<Executor> watched) {
		this.metadata = metadata;
		this.tell = tell;
		this.failed = failed;
		this.thread = thread;
		this.executor = watched.apply(this.thread);
		this.nameOnly = new Introduction(application, Map.of());
	}

	/**
	 * Ask what there is to tell before there is anybody to be told. Returns at once.
	 */
	void prepare() {
		synchronized (this.untold) {
			if (!this.closed) {
				this.executor.execute(this::ask);
			}
		}
	}

	/**
	 * A node has a new link: tell it what was last to be told, at once, and soon what is
	 * now if that differs.
	 */
	void greet(NodeName node) {
		Introduction known = this.last;
		if (known != null) {
			this.tell.accept(node, known);
		}
		tell(Collections.singletonMap(node, known));
	}

	/**
	 * Tell nodes what there is to tell now, soon. Returns at once.
	 */
	void tell(Collection<NodeName> nodes) {
		Map<NodeName, @Nullable Introduction> toTell = new LinkedHashMap<>();
		nodes.forEach((node) -> toTell.put(node, null));
		tell(toTell);
	}

	private void tell(Map<NodeName, @Nullable Introduction> nodes) {
		synchronized (this.untold) {
			if (this.closed || nodes.isEmpty()) {
				return;
			}
			boolean first = this.untold.isEmpty();
			this.untold.putAll(nodes);
			if (first) {
				boolean started = false;
				try {
					this.executor.execute(this::tellAll);
					started = true;
				}
				finally {
					if (!started) {
						this.untold.clear();
					}
				}
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
		Introduction known = this.last;
		Introduction asked = (known != null) ? known : this.nameOnly;
		try {
			asked = new Introduction(this.nameOnly.application(), this.metadata.get());
		}
		catch (RuntimeException | Error ex) {
			if (!this.closed) {
				this.failed.accept(ex);
			}
		}
		this.last = asked;
		return asked;
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
		Map<NodeName, @Nullable Introduction> nodes;
		synchronized (this.untold) {
			nodes = new LinkedHashMap<>(this.untold);
			this.untold.clear();
		}
		if (nodes.isEmpty()) {
			return;
		}
		Introduction introduction = ask();
		nodes.forEach((node, told) -> {
			if (!introduction.equals(told)) {
				this.tell.accept(node, introduction);
			}
		});
	}

}
