package io.macula.gossip.service;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.FailureDetectionSettings;
import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.GossipPeerSource;
import io.macula.gossip.LinkSettings;
import io.macula.gossip.NodeName;
import io.macula.gossip.Protocol;
import io.macula.gossip.announcement.AnnouncementFormat;
import io.macula.gossip.announcement.LibclusterFormat;
import io.macula.gossip.announcement.MaculaFormat;
import io.macula.gossip.announcement.Secret;
import io.macula.gossip.membership.FailureDetection;
import io.macula.gossip.membership.MembershipSettings;
import io.macula.gossip.net.IpLiteral;
import io.macula.gossip.net.IpNetwork;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a builder was told into values that can work, or says why they cannot.
 */
final class SettingChecks {

	/**
	 * libcluster announces itself after a random time up to this (3.5, gossip.ex).
	 */
	private static final Duration LIBCLUSTER_LONGEST_INTERVAL = Duration.ofSeconds(5);

	private static final Duration MIN_INTERVAL = Duration.ofMillis(10);

	private static final Duration MAX_INTERVAL = Duration.ofHours(1);

	/**
	 * Far from the 292 years that nanoseconds can tell.
	 */
	private static final Duration LONGEST_SILENCE = Duration.ofDays(365);

	private static final int MAX_MAX_NODES = 1_000_000;

	private static final String BROADCAST = "255.255.255.255";

	private SettingChecks() {
	}

	static void basics(String cluster, int port, int ttl, Duration interval, int maxNodes) {
		require(!cluster.isBlank(), "cluster", "The name of the cluster is empty.", "Give it a name.");
		require(port >= 1 && port <= 65535, "port", "%d is not a UDP port.".formatted(port),
				"Use one from 1 to 65535, the same on every node.");
		require(ttl >= 0 && ttl <= 255, "ttl", "%d is not a time to live.".formatted(ttl),
				"Use 1 for this subnet, at most 255 to pass multicast routers.");
		require(interval.compareTo(MIN_INTERVAL) >= 0 && interval.compareTo(MAX_INTERVAL) <= 0, "interval",
				"%s is not an interval between announcements.".formatted(interval),
				"Use one from 10ms to 1h, the same on every node.");
		require(maxNodes >= 1 && maxNodes <= MAX_MAX_NODES, "max-nodes",
				"%d is not a number of nodes.".formatted(maxNodes), "Use one from 1 to 1000000.");
	}

	static InetSocketAddress group(String addr, int port, int ttl) {
		require(ttl > 0 || !addr.equals(BROADCAST), "ttl",
				"0 keeps announcements on this machine, which a broadcast cannot do.",
				"Use 1, or a multicast group in macula.gossip.addr.");
		InetAddress group = IpLiteral.parse(withoutScope(addr));
		if (group == null || !(group.isMulticastAddress() || group.getHostAddress().equals(BROADCAST))) {
			throw new GossipConfigurationException("addr", "'%s' is not a multicast address.".formatted(addr),
					"Use one in 224.0.0.0/4, such as %s, or in ff00::/8, such as ff15::6d61:6375; or %s to broadcast."
						.formatted(Protocol.MACULA.defaultAddr(), BROADCAST));
		}
		return new InetSocketAddress(group, port);
	}

	/**
	 * The scope of a group, as in {@code ff02::6d61:6375%eth0}, is an interface to use.
	 */
	static List<String> interfaces(String addr, List<String> interfaces) {
		for (String pattern : interfaces) {
			require(isInterface(pattern), "interfaces", "'%s' is not a network interface.".formatted(pattern),
					"Use names, addresses or networks, such as eth0, 192.168.1.17, 192.168.0.0/16, fd00::/8.");
		}
		int scope = addr.indexOf('%');
		if (scope == -1) {
			return interfaces;
		}
		require(interfaces.isEmpty(), "interfaces",
				"The interfaces %s are set, and the scope of the group %s names one as well.".formatted(interfaces,
						addr),
				"Set one or the other.");
		return List.of(addr.substring(scope + 1));
	}

	/**
	 * What looks like an address or a network has to be one: it would be awaited in vain.
	 */
	private static boolean isInterface(String pattern) {
		if (pattern.isBlank() || pattern.contains("/") || pattern.matches("[0-9.]+")) {
			return IpNetwork.parse(pattern) != null || IpLiteral.parse(pattern) != null;
		}
		return true;
	}

	/**
	 * Return an IPv6 address without the interface that it names, which need not be there
	 * yet; anything else as it is.
	 */
	static String withoutScope(String addr) {
		return addr.contains(":") ? addr.replaceFirst("%[\\w.-]+$", "") : addr;
	}

	static List<GossipPeerSource> peerSources(List<String> peers, int port, List<GossipPeerSource> others) {
		peers.forEach((peer) -> PeerAddress.parse(peer, port));
		List<GossipPeerSource> sources = new ArrayList<>(others);
		if (!peers.isEmpty()) {
			sources.add(0, new FixedPeers(peers));
		}
		return List.copyOf(sources);
	}

	static @Nullable NodeName nodeName(@Nullable String nodeName) {
		if (nodeName == null) {
			return null;
		}
		try {
			return NodeName.of(nodeName);
		}
		catch (IllegalArgumentException ex) {
			throw new GossipConfigurationException("node-name", ex.getMessage() + ".",
					"Use a form such as orders-1@192.168.1.17, a different one on every node.", ex);
		}
	}

	/**
	 * Return what announcements are signed and read with: nothing where there is no
	 * secret to sign with, and they are read whether they are signed or not.
	 */
	static List<Secret> secrets(@Nullable String secret, List<String> acceptedSecrets) {
		List<Secret> secrets = new ArrayList<>();
		if (secret != null) {
			secrets.add(secret("secret", secret));
		}
		acceptedSecrets.forEach((accepted) -> secrets.add(secret("accepted-secrets", accepted)));
		return (secret != null) ? secrets : List.of();
	}

	/**
	 * A secret is accepted before there is one to sign with where it is being added to a
	 * cluster that has a cookie.
	 */
	static void acceptedSecretsAlone(Protocol protocol, @Nullable CookieChoice cookies) {
		require(protocol == Protocol.MACULA && cookies != null && !cookies.open(), "accepted-secrets",
				"There are accepted secrets but none to sign with.",
				"Set macula.gossip.secret as well. Without it they have a use only where there is a cookie, "
						+ "the protocol is macula and the connection mode is distribution.");
	}

	private static Secret secret(String setting, String text) {
		require(!text.isBlank(), setting, "The secret is empty.",
				"Set a long random text, the same on every node, or leave the property out for an open cluster.");
		return Secret.of(text);
	}

	static AnnouncementFormat format(Protocol protocol, List<Secret> secrets, int cacheSize) {
		return switch (protocol) {
			case MACULA -> new MaculaFormat(secrets, cacheSize);
			case LIBCLUSTER -> new LibclusterFormat(secrets, cacheSize);
		};
	}

	static MembershipSettings membership(ConnectionMode mode, Duration interval, FailureDetectionSettings settings,
			Protocol protocol, int maxNodes, boolean authenticated) {
		MembershipSettings checked = new MembershipSettings(mode, interval,
				failureDetection(interval, protocol, settings), maxNodes);
		return authenticated ? checked : checked.withBudgets();
	}

	private static FailureDetection failureDetection(Duration interval, Protocol protocol,
			FailureDetectionSettings settings) {
		boolean random = protocol == Protocol.LIBCLUSTER && interval.compareTo(LIBCLUSTER_LONGEST_INTERVAL) < 0;
		FailureDetection defaults = FailureDetection.forInterval(random ? LIBCLUSTER_LONGEST_INTERVAL : interval);
		Duration suspect = Objects.requireNonNullElse(settings.getSuspectAfter(), defaults.suspectAfter());
		Duration down = Objects.requireNonNullElse(settings.getDownAfter(), defaults.downAfter());
		Duration forget = Objects.requireNonNullElse(settings.getForgetAfter(), defaults.forgetAfter());
		Duration probe = Objects.requireNonNullElse(settings.getProbeTimeout(), defaults.probeTimeout());
		requireShort("suspect-after", suspect);
		requireShort("down-after", down);
		requireShort("forget-after", forget);
		requireShort("probe-timeout", probe);
		require(down.compareTo(interval) > 0, "failure-detection.down-after",
				"%s is not longer than the interval of %s.".formatted(down, interval),
				"Use three intervals or more: every node would be down most of the time.");
		try {
			return new FailureDetection(suspect, down, forget, probe);
		}
		catch (IllegalArgumentException ex) {
			throw new GossipConfigurationException("failure-detection",
					"The limits do not fit each other: %s.".formatted(ex.getMessage()),
					"Correct the one that is out of order, or leave it out.", ex);
		}
	}

	private static void requireShort(String limit, Duration duration) {
		require(duration.compareTo(LONGEST_SILENCE) <= 0, "failure-detection." + limit,
				"%s is longer than a year.".formatted(duration), "Use one of 365d at most.");
	}

	/**
	 * Choose what to link with.
	 * @return the choice, or {@code null} where nodes do not link
	 */
	static @Nullable CookieChoice cookies(ConnectionMode mode, LinkSettings links, @Nullable String secret,
			List<String> acceptedSecrets) {
		if (mode != ConnectionMode.DISTRIBUTION) {
			return null;
		}
		links.check();
		return CookieChoice.choose(links.getCookie(), links.getAcceptedCookies(), secret, acceptedSecrets,
				System::getenv, Path.of(System.getProperty("user.home")));
	}

	static void metadata(Map<String, String> metadata) {
		try {
			Metadata.checked(metadata);
		}
		catch (IllegalArgumentException ex) {
			throw new GossipConfigurationException("metadata", ex.getMessage() + ".",
					"Tell the others where to ask for more, and what they must know before.", ex);
		}
	}

	static void require(boolean condition, String setting, String problem, String remedy) {
		if (!condition) {
			throw new GossipConfigurationException(setting, problem, remedy);
		}
	}

}
