package io.macula.gossip.service;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.announcement.AnnouncementDecoder;
import io.macula.gossip.announcement.AnnouncementFormat;
import io.macula.gossip.announcement.Decoded;
import io.macula.gossip.multicast.GroupChannel;
import io.macula.gossip.multicast.GroupChannel.Arrival;

/**
 * Takes datagrams from the channel, on a thread of its own, until it is closed.
 */
final class AnnouncementReceiver implements Runnable {

	private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);

	private final GroupChannel channel;

	private final AnnouncementDecoder decoder;

	private final Handler handler;

	private final byte[] bytes = new byte[AnnouncementFormat.MAX_BYTES];

	private final ByteBuffer buffer = ByteBuffer.wrap(this.bytes);

	private final CountDownLatch closed = new CountDownLatch(1);

	private final Thread thread;

	AnnouncementReceiver(GroupChannel channel, AnnouncementDecoder decoder, Handler handler, String threadName) {
		this.channel = channel;
		this.decoder = decoder;
		this.handler = handler;
		this.thread = new Thread(this, threadName);
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
		while (this.closed.getCount() > 0) {
			try {
				this.channel.receive(this.buffer, this::received);
			}
			catch (ClosedChannelException ex) {
				return;
			}
			catch (IOException | RuntimeException | Error ex) {
				this.handler.receiveFailed(ex);
				pause();
			}
		}
	}

	private void received(InetSocketAddress source, Arrival arrival) {
		if (this.closed.getCount() == 0) {
			return;
		}
		this.handler.received(this.decoder.decode(this.bytes, this.buffer.position()), source, arrival);
	}

	private void pause() {
		try {
			this.closed.await(PAUSE_AFTER_FAILURE.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Takes what was received, on the receiving thread.
	 */
	interface Handler {

		void received(Decoded decoded, InetSocketAddress source, Arrival arrival);

		void receiveFailed(Throwable failure);

	}

}
