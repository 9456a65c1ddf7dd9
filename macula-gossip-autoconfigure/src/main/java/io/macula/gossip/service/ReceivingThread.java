package io.macula.gossip.service;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.announcement.AnnouncementFormat;
import io.macula.gossip.multicast.GroupChannel;

/**
 * Has what the channel receives handed over on a thread of its own, until it is closed.
 */
final class ReceivingThread implements Runnable {

	private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);

	private final GroupChannel channel;

	private final AnnouncementReceiver receiver;

	private final Duration patience;

	private final CountDownLatch closed = new CountDownLatch(1);

	private final Thread thread;

	/**
	 * Create a thread, which does nothing yet.
	 * @param channel brings datagrams
	 * @param receiver takes them, and is told after each round that there are no more
	 * @param patience how long a round waits when it is quiet
	 * @param name name of the thread
	 */
	ReceivingThread(GroupChannel channel, AnnouncementReceiver receiver, Duration patience, String name) {
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
		this.closed.countDown();
		this.channel.wakeUp();
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
		while (this.closed.getCount() > 0) {
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
				this.receiver.receiveFailed(ex);
				pause();
			}
		}
	}

	private void pause() {
		try {
			this.closed.await(PAUSE_AFTER_FAILURE.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
