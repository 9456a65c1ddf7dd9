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
	 * Tell the listener of a link, which is closed if it cannot take note of it: else it
	 * would stand for ever, and its node never be up. Returns at once.
	 * @param link the link
	 */
	void tellUp(Link link) {
		NodeLink up = NodeLink.of(link);
		tell((listener) -> {
			boolean told = false;
			try {
				listener.linkUp(up);
				told = true;
			}
			finally {
				if (!told) {
					String reason = "this node failed to take note of it";
					link.close(reason);
					tell((again) -> again.connectFailed(up.node(), reason));
				}
			}
		});
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
		boolean ended = false;
		while (!ended) {
			try {
				Consumer<DistributionListener> event = this.news.take();
				ended = event == END;
				event.accept(this.listener);
			}
			catch (InterruptedException ex) {
				// Nobody has reason to: it ends by END alone
			}
			catch (RuntimeException | Error ex) {
				log(ex);
			}
		}
	}

	private static void log(Throwable failure) {
		try {
			logger.warn("A listener of the distribution failed", failure);
		}
		catch (RuntimeException | Error ex) {
			// What failed may fail the log too, and this thread must go on
		}
	}

}
