package io.macula.gossip.distribution;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Brings news to the listener, on one thread, in the order in which they were told.
 */
final class ListenerThread {

	private static final Log logger = LogFactory.getLog(ListenerThread.class);

	private static final long CLOSE_MILLIS = TimeUnit.SECONDS.toMillis(2);

	private static final Consumer<DistributionListener> END = (listener) -> {
	};

	private final BlockingQueue<Consumer<DistributionListener>> news = new LinkedBlockingQueue<>();

	private final DistributionListener listener;

	private @Nullable Thread thread;

	ListenerThread(DistributionListener listener) {
		this.listener = listener;
	}

	void start(LinkThreads threads, String name) {
		this.thread = threads.create(name, this::run);
		this.thread.start();
	}

	/**
	 * Tell the listener. Returns at once.
	 * @param event what to tell it
	 */
	void tell(Consumer<DistributionListener> event) {
		this.news.add(event);
	}

	/**
	 * Wait until the listener has heard all that was told, 2 s at most, and end the
	 * thread. Does not wait where the listener itself calls it.
	 */
	void close() {
		this.news.add(END);
		Thread thread = this.thread;
		if (thread == null || thread == Thread.currentThread()) {
			return;
		}
		try {
			thread.join(CLOSE_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void run() {
		try {
			for (Consumer<DistributionListener> event = this.news.take(); event != END; event = this.news.take()) {
				deliver(event);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void deliver(Consumer<DistributionListener> event) {
		try {
			event.accept(this.listener);
		}
		catch (RuntimeException | Error ex) {
			logger.warn("A listener of the distribution failed", ex);
		}
	}

}
