package io.macula.gossip.service;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.GossipInterface;
import io.macula.gossip.GossipNode;
import io.macula.gossip.GossipPeer;
import io.macula.gossip.GossipRefusal;
import io.macula.gossip.GossipStatus;
import io.macula.gossip.NodeName;
import io.macula.gossip.NodeState;
import io.macula.gossip.net.IpLiteral;
import io.macula.gossip.net.IpNetwork;
import org.jspecify.annotations.Nullable;

/**
 * Why a node is here or not, as far as this node can tell: a sentence for each thing that
 * an operator would look at, the likeliest first.
 */
final class Explanation {

	private final NodeName name;

	private final GossipStatus status;

	private final List<String> sentences = new ArrayList<>();

	private Explanation(NodeName name, GossipStatus status) {
		this.name = name;
		this.status = status;
	}

	static List<String> of(NodeName name, @Nullable NodeName self, @Nullable GossipNode node, GossipStatus status) {
		Explanation explanation = new Explanation(name, status);
		explanation.explain(self, node);
		return List.copyOf(explanation.sentences);
	}

	/**
	 * Say that a node announces itself more seldom than this one.
	 */
	static String slower(Duration every, Duration own) {
		return "announces itself every %d ms, and this node every %d ms: it is given more time. Set the same macula.gossip.interval on both"
			.formatted(every.toMillis(), own.toMillis());
	}

	private void explain(@Nullable NodeName self, @Nullable GossipNode node) {
		if (!this.status.running()) {
			add("The service is not running here: nobody is heard.");
		}
		else if (this.name.equals(self)) {
			add("It is this node itself.");
			this.sentences.addAll(this.status.problems());
			addConflicts();
		}
		else if (node != null) {
			explain(node);
		}
		else {
			explainSilence();
		}
	}

	private void explain(GossipNode node) {
		if (node.state() == NodeState.CONNECTED) {
			add("It is up since %s, and was last heard at %s from %s.", node.connectedAt(), node.lastHeardAt(),
					node.address().getHostAddress());
		}
		else if (node.state() == NodeState.SUSPECTED) {
			add("It is up since %s, but was not heard since %s: its link is being probed.", node.connectedAt(),
					node.lastHeardAt());
		}
		else {
			String error = node.lastError();
			add("It was heard, last at %s from %s, but is not up: %s.", node.lastHeardAt(),
					node.address().getHostAddress(), (error != null) ? error : "a link to it is being made");
		}
	}

	private void explainSilence() {
		this.sentences.addAll(this.status.problems());
		for (GossipPeer peer : this.status.peers()) {
			if (peer.lastError() != null) {
				add("Announcing to the peer '%s' fails: %s.", peer.name(), peer.lastError());
			}
		}
		InetAddress host = IpLiteral.parse(this.name.host());
		boolean refused = addRefusals(host);
		if (host != null && !this.status.interfaces().isEmpty() && !isReached(host)) {
			add("Its address %s is in none of the networks of the interfaces in use, %s: set macula.gossip.interfaces to one that is, or announce to it with macula.gossip.peers.",
					host.getHostAddress(), describeInterfaces());
		}
		else if (!refused && this.status.problems().isEmpty()) {
			boolean ownHeard = this.status.interfaces().stream().allMatch((used) -> used.ownHeardAt() != null);
			add("No announcement of it was heard on %s, where this node's own %s. Does it run? Does its own endpoint show the group %s, and an interface of the same network? Then what lies between drops the datagrams%s.",
					describeInterfaces(),
					ownHeard ? "come back: multicast works on this machine" : "have not come back either",
					describeGroup(),
					isPeer(host) ? "" : ": with macula.gossip.peers announcements do without multicast");
		}
	}

	private void addConflicts() {
		for (GossipRefusal refusal : this.status.refusals()) {
			if (refusal.reason() == AnnouncementResult.CONFLICT) {
				add("Somebody at %s announces this name too, or repeats what this node announced, %d times, the last at %s. If it is another node give each its own name with macula.gossip.node-name.",
						refusal.source().getHostAddress(), refusal.count(), refusal.lastAt());
			}
		}
	}

	private boolean addRefusals(@Nullable InetAddress host) {
		boolean refused = false;
		for (GossipRefusal refusal : this.status.refusals()) {
			if (refusal.reason() != AnnouncementResult.CONFLICT && (host == null || host.equals(refusal.source()))) {
				add("Datagrams from %s were refused, %d of them, the last at %s: %s", refusal.source().getHostAddress(),
						refusal.count(), refusal.lastAt(), refusal.explanation());
				refused = true;
			}
		}
		return refused;
	}

	private boolean isReached(InetAddress host) {
		return isPeer(host) || this.status.interfaces().stream().anyMatch((used) -> reaches(used, host));
	}

	private boolean isPeer(@Nullable InetAddress host) {
		return this.status.peers()
			.stream()
			.flatMap((peer) -> peer.addresses().stream())
			.anyMatch((target) -> target.getAddress().equals(host));
	}

	private void add(String format, @Nullable Object... values) {
		this.sentences.add(format.formatted(values));
	}

	private String describeInterfaces() {
		return this.status.interfaces()
			.stream()
			.map((used) -> "'%s' with %s".formatted(used.name(), used.address().getHostAddress()))
			.collect(Collectors.joining(", "));
	}

	private String describeGroup() {
		return this.status.group().getAddress().getHostAddress() + " port " + this.status.group().getPort();
	}

	private static boolean reaches(GossipInterface used, InetAddress host) {
		if (used.address().equals(host)) {
			return true;
		}
		try {
			NetworkInterface networkInterface = NetworkInterface.getByInetAddress(used.address());
			if (networkInterface == null) {
				return false;
			}
			for (InterfaceAddress address : networkInterface.getInterfaceAddresses()) {
				if (new IpNetwork(address.getAddress(), address.getNetworkPrefixLength()).contains(host)) {
					return true;
				}
			}
			return false;
		}
		catch (SocketException ex) {
			return true;
		}
	}

}
