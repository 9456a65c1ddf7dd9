package io.macula.gossip.service;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.GossipInterface;
import io.macula.gossip.multicast.InterfaceBinding;
import io.macula.gossip.multicast.Origin;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a session from hearing or being heard on the interfaces in use. Thread-safe.
 */
final class Diagnosis {

	private static final int TOLERATED_INTERVALS = 3;

	private static final long MIN_TOLERANCE_NANOS = Duration.ofSeconds(2).toNanos();

	private final GossipSettings settings;

	private final Refusals refusals;

	private final long tolerance;

	/**
	 * Whether something is wrong when announcements to the group do not come back.
	 */
	private final boolean mustReturn;

	private volatile Map<InterfaceBinding, Standing> interfaces = Map.of();

	private volatile long lastTickAt;

	private volatile @Nullable String receiveFailure;

	private final Registration registration = new Registration();

	private volatile @Nullable Long fullAt;

	/**
	 * Create a diagnosis.
	 * @param settings the settings
	 * @param refusals is told what became of each datagram
	 * @param now the time now
	 */
	Diagnosis(GossipSettings settings, Refusals refusals, long now) {
		this.settings = settings;
		this.refusals = refusals;
		this.tolerance = Math.max(TOLERATED_INTERVALS * settings.interval().toNanos(), MIN_TOLERANCE_NANOS);
		this.mustReturn = settings.peerSources().isEmpty();
		this.lastTickAt = now;
	}

	/**
	 * Other interfaces are in use than before.
	 */
	synchronized void networkChanged(List<InterfaceBinding> inUse, long now) {
		Map<InterfaceBinding, Standing> standings = new LinkedHashMap<>();
		for (InterfaceBinding used : inUse) {
			Standing known = this.interfaces.get(used);
			standings.put(used, (known != null) ? known : new Standing(now));
		}
		this.interfaces = standings;
	}

	void ticked(long now) {
		this.lastTickAt = now;
	}

	/**
	 * Something was received. Costs next to nothing for what was accepted.
	 */
	void received(AnnouncementResult result, InetSocketAddress source, Origin origin) {
		if (this.receiveFailure != null) {
			this.receiveFailure = null;
		}
		this.refusals.received(result, source);
		if (result == AnnouncementResult.OWN && origin.sentBy() != null) {
			ownHeard(origin.sentBy(), this.settings.transport().nanoTime());
		}
	}

	void ownHeard(InterfaceBinding sentBy, long now) {
		Standing standing = this.interfaces.get(sentBy);
		if (standing != null) {
			standing.ownHeardAt = now;
		}
	}

	/**
	 * A new node was not let in, since the table is full.
	 */
	void tableFull(long now) {
		this.fullAt = now;
	}

	void sent(InterfaceBinding on, @Nullable String failure) {
		Standing standing = this.interfaces.get(on);
		if (standing != null) {
			standing.sendFailure = failure;
		}
	}

	void receiveFailed(String failure) {
		this.receiveFailure = failure;
	}

	Registration registration() {
		return this.registration;
	}

	List<GossipInterface> interfaces(WallClock wallClock) {
		List<GossipInterface> described = new ArrayList<>();
		this.interfaces.forEach((used, standing) -> {
			Long ownHeardAt = standing.ownHeardAt;
			described.add(new GossipInterface(used.name(), used.address(), used.reason(),
					(ownHeardAt != null) ? wallClock.toInstant(ownHeardAt) : null, standing.sendFailure));
		});
		return described;
	}

	List<String> problems(long now) {
		List<String> problems = new ArrayList<>();
		if (now - this.lastTickAt > this.tolerance) {
			problems
				.add("The gossip loop has not run for %d ms: the TaskScheduler that it uses is blocked or shut down."
					.formatted(Duration.ofNanos(now - this.lastTickAt).toMillis()));
		}
		this.interfaces.forEach((used, standing) -> {
			String failure = standing.sendFailure;
			if (failure != null) {
				problems.add("Announcements cannot be sent on '%s': %s.".formatted(used.name(), failure));
			}
			else if (this.mustReturn && now - standing.lastSign() > this.tolerance) {
				problems.add(
						"This node's own announcements on '%s' do not come back: something filters datagrams to %s, UDP port %d. Look at the firewall of this machine; where the network carries no multicast, set macula.gossip.peers."
							.formatted(used.name(), this.settings.group().getAddress().getHostAddress(),
									this.settings.group().getPort()));
			}
		});
		if (this.receiveFailure != null) {
			problems.add("Announcements cannot be received: %s.".formatted(this.receiveFailure));
		}
		String unregistered = this.registration.problem(now);
		if (unregistered != null) {
			problems.add(unregistered + ".");
		}
		Long fullAt = this.fullAt;
		if (fullAt != null && now - fullAt <= this.tolerance) {
			problems.add(
					"The table of %d nodes is full, and new nodes are kept out. Raise macula.gossip.max-nodes, or set macula.gossip.secret if the names are not yours."
						.formatted(this.settings.membership().maxNodes()));
		}
		return problems;
	}

	/**
	 * How an interface stands.
	 */
	private static final class Standing {

		private final long since;

		private volatile @Nullable Long ownHeardAt;

		private volatile @Nullable String sendFailure;

		Standing(long since) {
			this.since = since;
		}

		long lastSign() {
			Long heardAt = this.ownHeardAt;
			return (heardAt != null) ? heardAt : this.since;
		}

	}

}
