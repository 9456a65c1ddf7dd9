package io.macula.gossip.service;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.NodeName;
import io.macula.gossip.multicast.GroupChannel;
import io.macula.gossip.multicast.InterfaceChannel;
import io.macula.gossip.multicast.SelectedInterface;
import org.jspecify.annotations.Nullable;

/**
 * This node's part in a cluster from start to stop. Follows the network: the channel
 * outlasts what changes there, and a session lasts for as long as its name is right.
 * Thread-safe.
 */
final class Participation {

	private final GossipSettings settings;

	private final OwnName name;

	private final Reporting reporting;

	private final Messenger messenger;

	private final Supplier<Map<String, String>> metadata;

	private final GroupChannel channel;

	private final NetworkFollower follower;

	private volatile @Nullable GossipSession session;

	private volatile String renameFailure = "";

	private List<String> problems = List.of();

	private boolean closed;

	/**
	 * Open the sockets; nothing is sent yet.
	 * @param settings the settings
	 * @param name the name of this node
	 * @param reporting takes what there is to report
	 * @param messenger sends over the links of the session at the time
	 * @param metadata returns what this node tells of itself
	 * @throws GossipConfigurationException if the sockets cannot be opened as configured
	 */
	Participation(GossipSettings settings, OwnName name, Reporting reporting, Messenger messenger,
			Supplier<Map<String, String>> metadata) {
		this.settings = settings;
		this.name = name;
		this.reporting = reporting;
		this.messenger = messenger;
		this.metadata = metadata;
		this.channel = GroupChannel.open(settings.group(), settings.ttl(), settings.interfaces());
		this.follower = new NetworkFollower(settings.interval(), this::follow, reporting.logger(),
				"gossip-" + settings.cluster() + "-network");
	}

	/**
	 * Take part from now on.
	 * @throws GossipConfigurationException if links cannot be accepted as configured
	 */
	synchronized void open() {
		openSession();
		logStart();
		warnOfProblems();
		this.follower.start();
		this.follower.wakeUp();
	}

	synchronized void close() {
		this.closed = true;
		this.follower.close();
		closeSession();
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			this.reporting.logger().debug("The sockets did not close", ex);
		}
	}

	/**
	 * Return the session of the name that this node has now, or {@code null} while none
	 * can be opened.
	 */
	@Nullable GossipSession session() {
		return this.session;
	}

	List<String> problems() {
		GossipSession current = this.session;
		return (current != null) ? current.problems() : List.of(this.renameFailure);
	}

	/**
	 * Look at the network.
	 * @return whether it is as it should be, and the name right
	 */
	private synchronized boolean follow() {
		if (this.closed) {
			return true;
		}
		boolean changed = this.channel.follow();
		if (changed && !this.channel.interfaces().isEmpty()) {
			this.reporting.logger().info("Cluster '" + this.settings.cluster() + "': now on " + describeInterfaces());
		}
		boolean other = warnOfProblems();
		GossipSession current = this.session;
		if (current == null || this.name.isOutdated(interfaces(), System.nanoTime())) {
			rename();
		}
		else if (changed || other) {
			current.networkChanged();
		}
		return this.channel.isSettled() && this.session != null && this.name.fits(interfaces());
	}

	/**
	 * Links belong to a name: the old one leaves, and the new one joins.
	 */
	private void rename() {
		NodeName before = this.name.get();
		closeSession();
		try {
			openSession();
			this.reporting.logger()
				.info("Cluster '" + this.settings.cluster() + "': " + before + " is now " + this.name.get()
						+ ", since its address is");
		}
		catch (GossipConfigurationException ex) {
			this.renameFailure = "This node cannot take part under its new name: " + ex.getMessage();
			this.reporting.warnings().warn(RateLimitedLog.Kind.NETWORK, () -> this.renameFailure);
		}
	}

	/**
	 * Open a session. It is there before its first event, so that a listener that asks is
	 * not told that there is nobody.
	 */
	private void openSession() {
		NodeName self = this.name.take(interfaces());
		GossipSession opening = null;
		try {
			opening = new GossipSession(this.settings, this.channel, self, this.reporting, this.metadata,
					this.follower::wakeUp);
			Links links = opening.links();
			if (links != null) {
				this.messenger.attach(links.node());
			}
			this.session = opening;
			opening.open();
		}
		catch (RuntimeException | Error ex) {
			this.session = opening;
			closeSession();
			throw ex;
		}
	}

	private void closeSession() {
		GossipSession closing = this.session;
		this.session = null;
		this.messenger.detach();
		if (closing != null) {
			closing.close();
		}
		this.name.release();
	}

	private List<SelectedInterface> interfaces() {
		return this.channel.interfaces().stream().map(InterfaceChannel::selected).toList();
	}

	private boolean warnOfProblems() {
		List<String> found = this.channel.problems();
		boolean other = !found.equals(this.problems);
		if (other) {
			List<String> fresh = new ArrayList<>(found);
			fresh.removeAll(this.problems);
			fresh.forEach(
					(problem) -> this.reporting.logger().warn("Cluster '" + this.settings.cluster() + "': " + problem));
			this.problems = found;
		}
		return other;
	}

	private void logStart() {
		LinkSettings links = this.settings.links();
		if (links != null && links.cookies().open()) {
			this.reporting.logger()
				.warn("Cluster '" + this.settings.cluster() + "' is open: every node on this network can link to it. "
						+ "Close it with macula.gossip.secret, the same on every node");
		}
		List<String> peers = this.settings.peers().stream().map(PeerAddress::text).toList();
		this.reporting.logger()
			.info("Cluster '" + this.settings.cluster() + "': " + this.name.get() + " announces itself to "
					+ this.settings.group().getAddress().getHostAddress() + " port " + this.settings.group().getPort()
					+ (peers.isEmpty() ? "" : " and to " + String.join(", ", peers)) + " every "
					+ this.settings.interval().toMillis() + " ms, "
					+ (this.settings.authenticated() ? "signed" : "not signed") + ", on " + describeInterfaces()
					+ ((links != null) ? ", and links with the cookie of " + links.cookies().source() : ""));
	}

	private String describeInterfaces() {
		List<String> described = interfaces().stream()
			.map((used) -> "'%s' with %s (%s)".formatted(used.name(), used.address().getHostAddress(), used.reason()))
			.toList();
		return described.isEmpty() ? "no interface" : String.join(", ", described);
	}

}
