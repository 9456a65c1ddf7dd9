package io.macula.gossip.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.macula.gossip.NodeName;
import io.macula.gossip.announcement.Decoded;
import io.macula.gossip.announcement.ProofFormat;
import io.macula.gossip.multicast.AnnouncementChannel;
import io.macula.gossip.net.SourceShares;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that this one has asked to prove that they have the key, until they do where
 * they should or have had their time. Each is asked by unicast where it announces itself
 * from; when that is not answered, at the cluster's port of its host too, and at last, or
 * where it cannot be sent to, at the group: a firewall may let pass no more than that,
 * and what was heard last under the name may have been somebody else. Thread-safe.
 */
final class Asks {

	private static final Log logger = LogFactory.getLog(Asks.class);

	/**
	 * How many nodes may be asked at once.
	 */
	static final int MAX = 4096;

	/**
	 * How many of them may have been heard at one address.
	 */
	static final int MAX_PER_HOST = 512;

	/**
	 * How many times one is asked more than there are keys, so that each key is used
	 * where it announces itself from, at the port and at the group.
	 */
	private static final int MORE_THAN_KEYS = 2;

	private static final Duration EACH_TRY = Duration.ofMillis(200);

	/**
	 * From how many other addresses than the one where a node was heard its proof is
	 * looked at.
	 */
	private static final int MAX_ELSEWHERE = 8;

	/**
	 * How long after it counts as silent the proof of a node still leads to a link: one
	 * that has just started on a busy machine may take longer than others can wait for.
	 */
	static final Duration LATE = Duration.ofSeconds(3);

	static final int WIDER_PER_SECOND_AND_HOST = 16;

	private static final int WIDER_PER_SECOND = 64;

	private static final HexFormat HEX = HexFormat.of().withUpperCase();

	private final SecureRandom random = new SecureRandom();

	private final ProofFormat format;

	private final AnnouncementChannel channel;

	private final int port;

	private final int tries;

	private final Duration eachTry;

	private final ScheduledThreadPoolExecutor timer;

	private final LongSupplier clock;

	private final SourceBudget portBudget;

	private final SourceBudget groupBudget;

	private final Map<String, Ask> outstanding = new HashMap<>();

	/**
	 * Those that count as silent, whose places others have, the one first that has been
	 * the longest.
	 */
	private final Map<String, Late> late = new LinkedHashMap<>();

	private final SourceShares shares = new SourceShares(MAX, MAX_PER_HOST);

	/**
	 * Create asks.
	 * @param format what questions look like
	 * @param channel carries them
	 * @param port the cluster's port
	 * @param timer repeats them; is closed with this
	 */
	Asks(ProofFormat format, AnnouncementChannel channel, int port, ScheduledThreadPoolExecutor timer) {
		this(format, channel, port, timer, EACH_TRY, System::nanoTime);
	}

	/**
	 * Create asks.
	 * @param format what questions look like
	 * @param channel carries them
	 * @param port the cluster's port
	 * @param timer repeats them; is closed with this
	 * @param eachTry how long each has to be answered before it is repeated
	 * @param clock tells the time, in nanoseconds of a monotonic clock
	 */
	Asks(ProofFormat format, AnnouncementChannel channel, int port, ScheduledThreadPoolExecutor timer, Duration eachTry,
			LongSupplier clock) {
		this.port = port;
		this.eachTry = eachTry;
		this.format = format;
		this.channel = channel;
		this.tries = format.keys() + MORE_THAN_KEYS;
		this.timer = timer;
		this.clock = clock;
		this.portBudget = new SourceBudget(WIDER_PER_SECOND_AND_HOST, WIDER_PER_SECOND, clock.getAsLong());
		this.groupBudget = new SourceBudget(WIDER_PER_SECOND_AND_HOST, WIDER_PER_SECOND, clock.getAsLong());
	}

	/**
	 * Ask a node. Returns at once.
	 * @param node the node
	 * @param address where it was heard
	 * @param socket where it announces itself from, or {@code null} if that is not known
	 * @param answer takes the outcome, unless all is closed before
	 * @return whether it was asked; not if as many are as may be
	 */
	boolean ask(NodeName node, InetAddress address, @Nullable InetSocketAddress socket, Answer answer) {
		byte[] nonce = new byte[ProofFormat.NONCE_BYTES];
		this.random.nextBytes(nonce);
		Ask ask = new Ask(node, address, socket, nonce, answer, new HashSet<>());
		synchronized (this.outstanding) {
			if (!this.shares.take(address)) {
				return false;
			}
			this.outstanding.put(ask.key(), ask);
		}
		attemptOrGiveUp(ask, 0);
		return true;
	}

	/**
	 * A proof came. The question stays open until {@link #settle}: it may have come from
	 * the wrong host. One that comes late counts as well, for a while.
	 * @param proof the proof, made with the key
	 * @param source where it came from
	 */
	void answered(Decoded.Proof proof, InetAddress source) {
		Ask ask;
		synchronized (this.outstanding) {
			ask = find(proof);
			if (ask == null || !ask.node.equals(proof.node()) || !ask.isFirstFrom(source)) {
				return;
			}
		}
		ask.answer.proven(proof, source);
	}

	/**
	 * End a question: its answer will do.
	 * @param proof the answer
	 * @return whether it was open until now
	 */
	boolean settle(Decoded.Proof proof) {
		synchronized (this.outstanding) {
			Ask ask = find(proof);
			if (ask != null && this.late.remove(ask.key()) == null) {
				remove(ask);
			}
			return ask != null;
		}
	}

	private @Nullable Ask find(Decoded.Proof proof) {
		Ask ask = this.outstanding.get(proof.nonce());
		if (ask == null) {
			pruneLate();
			Late silent = this.late.get(proof.nonce());
			ask = (silent != null) ? silent.ask : null;
		}
		return ask;
	}

	/**
	 * Forget those that have been silent for too long, and the oldest of too many.
	 */
	private void pruneLate() {
		long now = this.clock.getAsLong();
		Iterator<Late> oldest = this.late.values().iterator();
		while (oldest.hasNext() && (now - oldest.next().until >= 0 || this.late.size() > MAX)) {
			oldest.remove();
		}
	}

	void close() {
		this.timer.shutdownNow();
		synchronized (this.outstanding) {
			this.outstanding.clear();
			this.late.clear();
			this.shares.clear();
		}
	}

	private void attempt(Ask ask, int number) {
		synchronized (this.outstanding) {
			if (!this.outstanding.containsKey(ask.key())) {
				return;
			}
			if (number == this.tries) {
				remove(ask);
				this.late.put(ask.key(), new Late(ask, this.clock.getAsLong() + LATE.toNanos()));
				pruneLate();
			}
		}
		if (number == this.tries) {
			ask.answer.silent();
			return;
		}
		send(ask, number);
		try {
			this.timer.schedule(() -> attemptOrGiveUp(ask, number + 1), this.eachTry.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			// All is closed
		}
	}

	/**
	 * Without an outcome who asked would never ask again, whatever goes wrong.
	 */
	private void attemptOrGiveUp(Ask ask, int number) {
		try {
			attempt(ask, number);
		}
		catch (RuntimeException | Error ex) {
			boolean waited;
			synchronized (this.outstanding) {
				waited = this.outstanding.containsKey(ask.key());
				if (waited) {
					remove(ask);
				}
			}
			if (waited) {
				ask.answer.silent();
			}
			logger.warn("Asking %s for a proof of the key failed once: %s".formatted(ask.node, ex));
		}
	}

	private void send(Ask ask, int number) {
		byte[] datagram = this.format.ask(ask.node, ask.nonce, number % this.format.keys());
		boolean sent = ask.socket != null && send(ask.socket, datagram);
		if (sent && number == 0) {
			return;
		}
		long now = this.clock.getAsLong();
		if (this.portBudget.take(ask.address, now)) {
			send(new InetSocketAddress(ask.address, this.port), datagram);
		}
		if ((!sent || number >= this.tries - this.format.keys()) && this.groupBudget.take(ask.address, now)) {
			this.channel.sendToGroup(datagram);
		}
	}

	/**
	 * Send to one node, if there is a route to it; the group may reach it without one.
	 */
	private boolean send(InetSocketAddress to, byte[] datagram) {
		try {
			this.channel.send(to, datagram);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private void remove(Ask ask) {
		this.outstanding.remove(ask.key());
		this.shares.giveBack(ask.address);
	}

	/**
	 * Takes what came of a question.
	 */
	interface Answer {

		/**
		 * The node has the key. Told once for each of some addresses, until the question
		 * is settled.
		 * @param proof what it has proven
		 * @param source where the proof came from
		 */
		void proven(Decoded.Proof proof, InetAddress source);

		/**
		 * No answer came in time that settled the question. One may come later.
		 */
		void silent();

	}

	/**
	 * A node that was asked, and may be late to answer.
	 */
	private record Late(Ask ask, long until) {

	}

	/**
	 * A node that was asked.
	 */
	private record Ask(NodeName node, InetAddress address, @Nullable InetSocketAddress socket, byte[] nonce,
			Answer answer, Set<InetAddress> answeredFrom) {

		private boolean isFirstFrom(InetAddress source) {
			return (this.answeredFrom.size() < MAX_ELSEWHERE || source.equals(this.address))
					&& this.answeredFrom.add(source);
		}

		private String key() {
			return HEX.formatHex(this.nonce);
		}

	}

}
