package io.macula.gossip.service;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.Collection;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.NodeName;
import io.macula.gossip.announcement.AnnouncementFormat;
import io.macula.gossip.multicast.AnnouncementChannel;
import io.macula.gossip.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Sends this node's announcements and, as the last thing it does, its farewell: to the
 * group on each interface, and to each peer. Thread-safe.
 */
final class Announcer {

	private final AnnouncementChannel channel;

	private final Peers peers;

	private final AnnouncementFormat format;

	private final NodeName self;

	private final Transport transport;

	private final byte[] announcement;

	private final Diagnosis diagnosis;

	private final Reporting reporting;

	private final Runnable lookAgain;

	private final Object monitor = new Object();

	private boolean left;

	/**
	 * Create an announcer.
	 * @param settings the settings
	 * @param channel sends
	 * @param self name of this node
	 * @param peers whom to announce it to one by one
	 * @param diagnosis is told what could be sent
	 * @param reporting counts and logs
	 * @param lookAgain is told when the network seems to have changed
	 */
	Announcer(GossipSettings settings, AnnouncementChannel channel, NodeName self, Peers peers, Diagnosis diagnosis,
			Reporting reporting, Runnable lookAgain) {
		this.channel = channel;
		this.peers = peers;
		this.format = settings.format();
		this.self = self;
		this.transport = settings.transport();
		this.announcement = this.format.announcement(self);
		this.diagnosis = diagnosis;
		this.reporting = reporting;
		this.lookAgain = lookAgain;
	}

	/**
	 * Announce this node, unless it has left.
	 */
	void announce() {
		this.peers.refresh();
		send(this.announcement, false);
	}

	/**
	 * Say farewell. No announcement follows it, which would bring this node back to life
	 * at the others.
	 * @param epochMillis the time now, in milliseconds since 1970-01-01T00:00Z
	 */
	void leave(long epochMillis) {
		end();
		byte[] farewell = this.format.farewell(this.self, epochMillis);
		if (farewell != null) {
			send(farewell, true);
		}
	}

	/**
	 * Announce no more. Where nodes link, the end of the link is farewell enough.
	 */
	void end() {
		synchronized (this.monitor) {
			this.left = true;
		}
	}

	private void send(byte[] datagram, boolean farewell) {
		for (AnnouncementChannel.Sender on : this.channel.interfaces()) {
			String failure = send(() -> on.send(datagram), farewell,
					(problem) -> this.diagnosis.sent(on.binding(), problem));
			if (failure != null) {
				this.lookAgain.run();
			}
			warn(failure, "Announcing on '" + on.binding().name() + "'");
		}
		Collection<InetSocketAddress> targets = farewell ? this.peers.farewellTargets(this.transport.nanoTime())
				: this.peers.targets();
		for (InetSocketAddress target : targets) {
			String failure = send(() -> this.channel.send(target, datagram), farewell,
					(problem) -> this.peers.sent(target, problem));
			warn(failure, "Announcing to " + target.getAddress().getHostAddress());
		}
	}

	/**
	 * Send once, and say what went wrong. Logging is up to the caller: it may block, and
	 * nobody else must wait for it.
	 */
	private @Nullable String send(Transmission transmission, boolean farewell, Outcome outcome) {
		synchronized (this.monitor) {
			if (this.left && !farewell) {
				return null;
			}
			String failure = null;
			try {
				transmission.run();
			}
			catch (ClosedChannelException ex) {
				// The interface went away meanwhile
				return null;
			}
			catch (IOException ex) {
				failure = ex.toString();
			}
			this.reporting.counters().count((failure != null) ? AnnouncementResult.FAILED : AnnouncementResult.SENT);
			outcome.accept(failure);
			return failure;
		}
	}

	private void warn(@Nullable String failure, String what) {
		if (failure != null) {
			this.reporting.warnings().warn(RateLimitedLog.Kind.SEND, () -> what + " failed: " + failure);
		}
	}

	private interface Transmission {

		void run() throws IOException;

	}

	private interface Outcome {

		void accept(@Nullable String failure);

	}

}
