package io.macula.gossip.service;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.NodeName;
import io.macula.gossip.announcement.Decoded.Announcement;
import org.jspecify.annotations.Nullable;

/**
 * Tells the clusters of one application apart: by their names, and by what is on the
 * wire. Two that share group, port and key would be one cluster, and the application
 * would link to itself.
 */
public final class DistinctClusters {

	private static final NodeName ANYBODY = NodeName.of("anybody@127.0.0.1");

	private DistinctClusters() {
	}

	/**
	 * Check that services are of clusters that can be told apart.
	 * @param services the services by what tells them apart for the user, such as the
	 * names of their beans
	 * @throws GossipConfigurationException if two of them have one name, or share group,
	 * port and key on an interface
	 */
	public static void check(Map<String, ? extends GossipClusterService> services) {
		List<Named> seen = new ArrayList<>();
		services.forEach((name, service) -> {
			// Mocks and services of others have settings that nobody knows
			if (service instanceof MulticastGossipClusterService ours) {
				Named named = new Named(name, ours.settings());
				seen.forEach((other) -> check(other, named));
				seen.add(named);
			}
		});
	}

	private static void check(Named first, Named second) {
		if (first.settings.cluster().equals(second.settings.cluster())) {
			throw new GossipConfigurationException(
					"cluster", "The beans '%s' and '%s' are both of the cluster '%s'.".formatted(first.bean,
							second.bean, first.settings.cluster()),
					"Give each GossipClusterBuilder its own cluster(name).");
		}
		if (isOnOneWire(first.settings, second.settings)) {
			throw new GossipConfigurationException("port",
					"The clusters '%s' and '%s' share the group %s, UDP port %d and a key: they would be one, and this application would link to itself."
						.formatted(first.settings.cluster(), second.settings.cluster(),
								first.settings.group().getAddress().getHostAddress(), first.settings.group().getPort()),
					"Give one of them another port, addr or secret.");
		}
	}

	private static boolean isOnOneWire(GossipSettings first, GossipSettings second) {
		return first.group().equals(second.group()) && shareInterfaces(first.interfaces(), second.interfaces())
				&& (hears(first, second) || hears(second, first)) && canLink(first.cookies(), second.cookies());
	}

	/**
	 * Say whether one accepts what the other announces: by the same key, or for it has
	 * none.
	 */
	private static boolean hears(GossipSettings listener, GossipSettings speaker) {
		byte[] announcement = speaker.format().announcement(ANYBODY);
		return listener.format().newDecoder().decode(announcement, announcement.length) instanceof Announcement;
	}

	private static boolean canLink(@Nullable CookieChoice first, @Nullable CookieChoice second) {
		return first == null || second == null
				|| !Collections.disjoint(first.cookies().accepted(), second.cookies().accepted());
	}

	private static boolean shareInterfaces(Collection<String> first, Collection<String> second) {
		return first.isEmpty() || second.isEmpty() || !Collections.disjoint(first, second);
	}

	private record Named(String bean, GossipSettings settings) {

	}

}
