package io.macula.gossip.service;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import io.macula.gossip.announcement.AnnouncementFormat;
import io.macula.gossip.multicast.AnnouncementChannel;

/**
 * Has what the channel receives handed over on a thread of its own, until it is closed.
 */
final class ReceivingThread implements Runnable {

	private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);

	private static final long PAUSE_AFTER_FAILURE_NANOS = PAUSE_AFTER_FAILURE.toNanos();

	private final AnnouncementChannel channel;

	private final AnnouncementReceiver receiver;

	private final Duration patience;

	private final Thread thread;

	private volatile boolean closed;

	/**
	 * Create a thread, which does nothing yet.
	 * @param channel brings datagrams
	 * @param receiver takes them, and is told after each round that there are no more
	 * @param patience how long a round waits when it is quiet
	 * @param name name of the thread
	 */
	ReceivingThread(AnnouncementChannel channel, AnnouncementReceiver receiver, Duration patience, String name) {
		this.channel = channel;
		this.receiver = receiver;
		this.patience = patience;
		this.thread = new Thread(this, name);
		this.thread.setDaemon(true);
	}

	void start() {
		this.thread.start();
	}

	/**
	 * Take no more, and return when the thread has ended or is held up somewhere.
	 */
	void close() {
		this.closed = true;
		this.channel.wakeUp();
		LockSupport.unpark(this.thread);
		try {
			this.thread.join(PAUSE_AFTER_FAILURE.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void run() {
		ByteBuffer buffer = ByteBuffer.allocate(AnnouncementFormat.MAX_BYTES);
		while (!this.closed) {
			// A selector would not wait any more for a thread that somebody interrupted
			Thread.interrupted();
			try {
				IOException failure = this.channel.receive(buffer, this.patience, this.receiver);
				if (failure != null) {
					this.receiver.receiveFailed(failure);
				}
				this.receiver.listening();
			}
			catch (ClosedChannelException ex) {
				return;
			}
			catch (IOException | RuntimeException | Error ex) {
				tell(ex);
				// Takes no memory, which may be what there is none of
				LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
			}
		}
	}

	private void tell(Throwable failure) {
		try {
			this.receiver.receiveFailed(failure);
		}
		catch (RuntimeException | Error ex) {
			// Without memory even that may fail, and this thread must go on
		}
	}

}
