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

/**
 * Takes datagrams from the channel, on a thread of its own, until the channel is closed.
 */
final class AnnouncementReceiver implements Runnable {

	private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);

	private final GroupChannel channel;

	private final AnnouncementDecoder decoder;

	private final Handler handler;

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
	 * Return when the thread has ended, once the channel is closed.
	 */
	void awaitEnd() {
		this.closed.countDown();
		try {
			this.thread.join(PAUSE_AFTER_FAILURE.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void run() {
		byte[] bytes = new byte[AnnouncementFormat.MAX_BYTES];
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		while (this.channel.isOpen()) {
			try {
				buffer.clear();
				InetSocketAddress source = this.channel.receive(buffer);
				this.handler.received(this.decoder.decode(bytes, buffer.position()), source);
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

		void received(Decoded decoded, InetSocketAddress source);

		void receiveFailed(Throwable failure);

	}

}
