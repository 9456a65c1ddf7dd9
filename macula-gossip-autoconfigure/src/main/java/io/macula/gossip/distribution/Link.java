package io.macula.gossip.distribution;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.handshake.Cookie;
import io.macula.gossip.distribution.handshake.HandshakeNode;
import io.macula.gossip.etf.MalformedTermException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A connection to another node after the handshake: messages in frames with a length of
 * four bytes, an empty frame being a tick. One thread reads, one writes; the writer sends
 * a tick when it had nothing else to send for a quarter of the tick time, or to answer
 * one; the reader closes the link when nothing came for the whole of it. Safe for use by
 * several threads; sending and closing never block.
 * <p>
 * Source: ERTS User's Guide, "Distribution Protocol", section "Protocol between Connected
 * Nodes".
 */
final class Link {

	private static final Log logger = LogFactory.getLog(Link.class);

	private static final int TICK = 0;

	/**
	 * A tick is answered only when nothing was written for so long, so that two nodes
	 * that both answer do not do so for ever.
	 */
	private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private final HandshakeNode peer;

	private final Cookie cookie;

	private final Connection connection;

	private final Duration tickTime;

	private final DistributionLimits limits;

	private final Receiver receiver;

	private final OutgoingFrames outgoing;

	private final Watches watches = new Watches();

	private final AtomicReference<@Nullable String> closeReason = new AtomicReference<>();

	private volatile long lastWritten = System.nanoTime() - QUIET_NANOS;

	/**
	 * Create a link on which nothing is read or written yet.
	 * @param peer the node at its other end
	 * @param cookie what both have proven
	 * @param connection the connection, right behind the handshake
	 * @param settings tell how long a node may be silent, and what it may cost
	 * @param receiver takes what arrives
	 */
	Link(HandshakeNode peer, Cookie cookie, Connection connection, DistributionSettings settings, Receiver receiver) {
		this.peer = peer;
		this.cookie = cookie;
		this.connection = connection;
		this.tickTime = settings.links().getTickTime();
		this.limits = settings.limits();
		this.receiver = receiver;
		this.outgoing = new OutgoingFrames(this.limits.queuedFrames(), this.limits.queuedBytes());
	}

	HandshakeNode peer() {
		return this.peer;
	}

	Cookie cookie() {
		return this.cookie;
	}

	NodeName name() {
		return this.peer.name();
	}

	InetAddress remote() {
		return this.connection.remote();
	}

	/**
	 * Return what processes of the other node watch here.
	 * @return the monitors and links
	 */
	Watches watches() {
		return this.watches;
	}

	boolean isOpen() {
		return this.closeReason.get() == null;
	}

	/**
	 * Start to read and to write, or close the link.
	 * @param threads starts both threads
	 */
	void start(LinkThreads threads) {
		String name = "gossip-link-" + this.peer.name();
		boolean started = false;
		try {
			threads.start(name, this::read);
			threads.start(name, this::write);
			started = true;
		}
		finally {
			if (!started) {
				close("its threads could not be started");
			}
		}
	}

	/**
	 * Have a message written. Closes the link where too much waits already.
	 * @param frame the message without its length
	 * @return whether the link was open
	 */
	boolean send(byte[] frame) {
		if (!isOpen()) {
			return false;
		}
		if (!this.outgoing.offer(frame)) {
			abort("it does not read what it is sent: %d messages or %d bytes wait already"
				.formatted(this.limits.queuedFrames(), this.limits.queuedBytes()));
			return false;
		}
		return true;
	}

	/**
	 * Close the link. The first reason counts.
	 * @param reason why, in words
	 */
	void close(String reason) {
		end(reason, this.connection::close);
	}

	/**
	 * Close the link to a node that does not answer. The first reason counts.
	 * @param reason why, in words
	 */
	void abort(String reason) {
		end(reason, this.connection::abort);
	}

	private void end(String reason, Runnable close) {
		if (this.closeReason.compareAndSet(null, reason)) {
			close.run();
			this.outgoing.close();
			this.receiver.closed(this, reason);
		}
	}

	private void read() {
		try {
			this.connection.readTimeout().set((int) Math.max(1, this.tickTime.toMillis() / PatientInput.QUARTERS));
			DataInputStream input = new DataInputStream(
					new BufferedInputStream(new PatientInput(this.connection.input())));
			while (isOpen()) {
				readFrame(input);
			}
		}
		catch (EOFException ex) {
			close("the other node closed the connection");
		}
		catch (SocketTimeoutException ex) {
			abort("nothing came from it for %d ms".formatted(this.tickTime.toMillis()));
		}
		catch (MalformedTermException | ProtocolException ex) {
			close("it sent a message that cannot be read: " + ex.getMessage());
		}
		catch (IOException ex) {
			close("the connection broke: " + ex.getMessage());
		}
		catch (RuntimeException | Error ex) {
			close("a message from it could not be dealt with: " + ex);
			logger.error("A message from %s could not be dealt with".formatted(this.peer.name()), ex);
		}
		finally {
			close("its reader has ended");
		}
	}

	private void readFrame(DataInputStream input) throws IOException {
		int length = input.readInt();
		if (length < 0 || length > this.limits.frameBytes()) {
			close("it sent a message of %d bytes, more than the limit of %d".formatted(Integer.toUnsignedLong(length),
					this.limits.frameBytes()));
			return;
		}
		if (length != TICK) {
			// Not an array of the announced length, as a peer can announce what never
			// comes
			byte[] frame = input.readNBytes(length);
			if (frame.length < length) {
				throw new EOFException();
			}
			this.receiver.received(this, frame);
		}
		else {
			answerTick();
		}
	}

	/**
	 * Answer a tick: the other node's tick time may be shorter than ours. Where there is
	 * no room for it, what waits is sign of life enough.
	 */
	private void answerTick() {
		if (System.nanoTime() - this.lastWritten >= QUIET_NANOS) {
			this.outgoing.offer(new byte[TICK]);
		}
	}

	private void write() {
		long quarter = this.tickTime.toNanos() / PatientInput.QUARTERS;
		try {
			DataOutputStream output = new DataOutputStream(new BufferedOutputStream(this.connection.output()));
			while (isOpen()) {
				byte[] frame = this.outgoing.poll(quarter);
				if (frame == null && isOpen()) {
					output.writeInt(TICK);
				}
				while (frame != null) {
					output.writeInt(frame.length);
					output.write(frame);
					frame = this.outgoing.poll(0);
				}
				output.flush();
				this.lastWritten = System.nanoTime();
			}
		}
		catch (IOException ex) {
			close("the connection broke: " + ex.getMessage());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			close("its thread was interrupted");
		}
		catch (RuntimeException | Error ex) {
			close("a message to it could not be written: " + ex);
			logger.error("A message to %s could not be written".formatted(this.peer.name()), ex);
		}
		finally {
			close("its writer has ended");
		}
	}

	@Override
	public String toString() {
		return "link to " + this.peer.name();
	}

	/**
	 * Takes what arrives.
	 */
	interface Receiver {

		/**
		 * A message arrived. Called on the link's reader thread, which has to be back
		 * soon.
		 * @param link the link
		 * @param frame the message without its length
		 * @throws IOException if it is no message; the link is closed then
		 */
		void received(Link link, byte[] frame) throws IOException;

		/**
		 * The link was closed. Called once, on any thread.
		 * @param link the link
		 * @param reason why, in words
		 */
		void closed(Link link, String reason);

	}

}
