package io.macula.gossip.service;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.macula.gossip.GossipInterface;
import io.macula.gossip.NodeName;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a session from hearing or being heard. Thread-safe.
 */
final class Diagnosis {

	private static final int TOLERATED_INTERVALS = 3;

	private static final long MIN_TOLERANCE_NANOS = Duration.ofSeconds(2).toNanos();

	private final NodeName self;

	private final InetSocketAddress group;

	private final List<GossipInterface> interfaces;

	private final long tolerance;

	private final AtomicReferenceArray<@Nullable String> sendFailures;

	private volatile long lastTickAt;

	private final AtomicLongArray lastOwnAt;

	private volatile @Nullable String receiveFailure;

	private volatile @Nullable String registrationFailure;

	private volatile @Nullable Conflict conflict;

	Diagnosis(NodeName self, InetSocketAddress group, List<GossipInterface> interfaces, Duration interval, long now) {
		this.self = self;
		this.group = group;
		this.interfaces = interfaces;
		this.tolerance = Math.max(TOLERATED_INTERVALS * interval.toNanos(), MIN_TOLERANCE_NANOS);
		this.sendFailures = new AtomicReferenceArray<>(interfaces.size());
		this.lastTickAt = now;
		this.lastOwnAt = new AtomicLongArray(interfaces.size());
		for (int i = 0; i < interfaces.size(); i++) {
			this.lastOwnAt.set(i, now);
		}
	}

	void ticked(long now) {
		this.lastTickAt = now;
	}

	void ownHeard(int index, long now) {
		this.lastOwnAt.set(index, now);
		this.receiveFailure = null;
	}

	void conflict(InetSocketAddress source, long now) {
		this.conflict = new Conflict(source, now);
	}

	void sent(int index, @Nullable String failure) {
		this.sendFailures.set(index, failure);
	}

	void receiveFailed(String failure) {
		this.receiveFailure = failure;
	}

	/**
	 * The registration with EPMD stands, or does not.
	 */
	void registered(@Nullable String failure) {
		this.registrationFailure = failure;
	}

	List<String> problems(long now) {
		List<String> problems = new ArrayList<>();
		if (now - this.lastTickAt > this.tolerance) {
			problems
				.add("The gossip loop has not run for %d ms: the TaskScheduler that it uses is blocked or shut down."
					.formatted(Duration.ofNanos(now - this.lastTickAt).toMillis()));
		}
		for (int i = 0; i < this.interfaces.size(); i++) {
			String failure = this.sendFailures.get(i);
			if (failure != null) {
				problems
					.add("Announcements cannot be sent on '%s': %s.".formatted(this.interfaces.get(i).name(), failure));
			}
			else if (now - this.lastOwnAt.get(i) > this.tolerance) {
				problems.add(
						"This node's own announcements on '%s' do not come back: something filters multicast to %s, UDP port %d."
							.formatted(this.interfaces.get(i).name(), this.group.getAddress().getHostAddress(),
									this.group.getPort()));
			}
		}
		if (this.receiveFailure != null) {
			problems.add("Announcements cannot be received: %s.".formatted(this.receiveFailure));
		}
		if (this.registrationFailure != null) {
			problems.add("Other nodes cannot connect to this one: %s.".formatted(this.registrationFailure));
		}
		Conflict conflict = this.conflict;
		if (conflict != null && now - conflict.at() <= this.tolerance) {
			problems.add("Another node, at %s, announces the name %s: give each its own with macula.gossip.node-name."
				.formatted(conflict.source().getAddress().getHostAddress(), this.self));
		}
		return problems;
	}

	private record Conflict(InetSocketAddress source, long at) {

	}

}
