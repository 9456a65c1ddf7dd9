package io.macula.gossip.distribution;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.macula.gossip.MessageTooLargeException;
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
 * one; the reader closes the link when nothing came for the whole of it, or when a write
 * has not moved for as long. Safe for use by several threads; nothing blocks but sending
 * with a time to wait.
 * <p>
 * Source: ERTS User's Guide, "Distribution Protocol", section "Protocol between Connected
 * Nodes".
 */
final class Link {

	private static final Log logger = LogFactory.getLog(Link.class);

	private final HandshakeNode peer;

	private final Cookie cookie;

	private final Connection connection;

	private final Duration tickTime;

	private final DistributionLimits limits;

	private final LinkReceiver receiver;

	private final OutgoingFrames outgoing;

	private final WatchedOutput output;

	private final FrameWriter writer;

	private final SignsOfLife life = new SignsOfLife();

	private final Watches watches = new Watches();

	private final AtomicReference<@Nullable String> closeReason = new AtomicReference<>();

	/**
	 * When the reader looked last whether writes move.
	 */
	private long lastLook;

	/**
	 * Create a link on which nothing is read or written yet.
	 * @param peer the node at its other end
	 * @param cookie what both have proven
	 * @param connection the connection, right behind the handshake
	 * @param settings tell how long a node may be silent, and what it may cost
	 * @param receiver takes what arrives
	 */
	Link(HandshakeNode peer, Cookie cookie, Connection connection, DistributionSettings settings,
			LinkReceiver receiver) {
		this.peer = peer;
		this.cookie = cookie;
		this.connection = connection;
		this.tickTime = settings.links().getTickTime();
		this.limits = settings.limits();
		this.receiver = receiver;
		this.outgoing = new OutgoingFrames(this.limits.queuedFrames(), this.limits.queuedBytes(),
				receiver.memory().outgoing().account(), receiver.memory().control().account());
		this.output = new WatchedOutput(connection.output(), this.life::came);
		this.writer = new FrameWriter(this.outgoing, this.output, this.tickTime.toNanos() / PatientInput.QUARTERS,
				peer.takesFragments());
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
	 */
	Watches watches() {
		return this.watches;
	}

	boolean isOpen() {
		return this.closeReason.get() == null;
	}

	/**
	 * Start to read and to write, or close the link.
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
	 * Have a message written, behind those that wait. Does not wait for room.
	 * @param frame the message without its length
	 * @return whether it will be; {@code false} if the link has ended or too much waits
	 * already
	 * @throws MessageTooLargeException if it is larger than the link carries
	 */
	boolean send(byte[] frame) {
		requireFits(frame);
		return isOpen() && this.outgoing.offer(frame);
	}

	/**
	 * Have an answer written, behind the messages that wait, even where they are so many
	 * that a further one would have to. Does not wait for room.
	 * @param frame the message without its length
	 * @return whether it will be; {@code false} if the link has ended or too much waits
	 * already
	 * @throws MessageTooLargeException if it is larger than the link carries
	 */
	boolean sendAnswer(byte[] frame) {
		requireFits(frame);
		return isOpen() && this.outgoing.offerAnswer(frame);
	}

	boolean isFullFor(byte[] frame) {
		return this.outgoing.isFullFor(frame);
	}

	/**
	 * Have a message written, behind those that wait, and wait for room.
	 * @param frame the message without its length
	 * @param nanos how long to wait, in nanoseconds
	 * @return whether it will be; {@code false} if the link has ended or there was no
	 * room in time
	 * @throws MessageTooLargeException if it is larger than the link carries
	 */
	boolean send(byte[] frame, long nanos) throws InterruptedException {
		requireFits(frame);
		return isOpen() && this.outgoing.offer(frame, nanos);
	}

	/**
	 * Have written what keeps the link and its processes going, before messages that
	 * wait. Closes the link of a node that asks for more than it reads.
	 * @param frame the message without its length
	 * @return whether the link was open
	 */
	boolean sendControl(byte[] frame) {
		if (isOpen() && !this.outgoing.offerControl(frame)) {
			abort("it does not read the answers to what it sends: too much waits to be sent to it already");
		}
		return isOpen();
	}

	/**
	 * Have written what a process is like now, before messages that wait and instead of
	 * what was said of it before and waits as well.
	 * @param process the process
	 * @param frame the message without its length
	 * @return whether the link was open
	 * @throws MessageTooLargeException if it is larger than the link carries
	 */
	boolean sendState(String process, byte[] frame) {
		requireFits(frame);
		return isOpen() && this.outgoing.offerState(process, frame);
	}

	/**
	 * Require that a message is no larger than the link carries.
	 * @param frame the message without its length
	 * @throws MessageTooLargeException if it is
	 */
	void requireFits(byte[] frame) {
		if (frame.length > this.limits.sentBytes()) {
			throw new MessageTooLargeException(name(), frame.length, this.limits.sentBytes());
		}
	}

	/**
	 * Return what tells of the other node's signs of life: bytes that were read, and data
	 * that had to wait until it took them in.
	 */
	SignsOfLife life() {
		return this.life;
	}

	/**
	 * Close the link. The first reason counts.
	 */
	void close(String reason) {
		end(reason, this.connection::close);
	}

	/**
	 * Close the link to a node that does not answer. The first reason counts.
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
		ByteBudget memory = this.receiver.memory().incoming();
		Consumer<String> dropped = (reason) -> this.receiver.dropped(this, reason);
		try (Fragments fragments = new Fragments(this.limits.frameBytes(), this.tickTime, memory, dropped)) {
			this.connection.readTimeout().set((int) Math.max(1, this.tickTime.toMillis() / PatientInput.QUARTERS));
			FrameReader frames = new FrameReader(
					new BufferedInputStream(new PatientInput(this.connection.input(), this.life::came, this::look)),
					this.limits.frameBytes(), this.tickTime, memory, dropped);
			while (isOpen()) {
				readFrame(frames, fragments);
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
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			close("its thread was interrupted");
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

	private void readFrame(FrameReader frames, Fragments fragments) throws IOException, InterruptedException {
		try (ByteBudget.Share share = fragments.account().share()) {
			byte[] frame = frames.next(share);
			fragments.letSlowOnesGo();
			if (frame == null) {
				return;
			}
			if (frame.length == 0) {
				this.writer.answerTick();
			}
			else if (this.peer.takesFragments() && Fragments.isFragment(frame)) {
				fragments.add(frame, (whole, held) -> this.receiver.received(this, whole, held));
			}
			else {
				this.receiver.received(this, ByteBuffer.wrap(frame), share);
			}
		}
	}

	/**
	 * Close the link if the other node takes in nothing of what it is sent.
	 */
	private void look() {
		long now = System.nanoTime();
		if (now - this.lastLook >= this.tickTime.toNanos() / PatientInput.QUARTERS) {
			this.lastLook = now;
			if (this.output.stalls() >= PatientInput.QUARTERS) {
				abort("it took nothing of what it was sent for %d ms".formatted(this.tickTime.toMillis()));
			}
		}
	}

	private void write() {
		try {
			this.writer.run(this::isOpen);
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

}
