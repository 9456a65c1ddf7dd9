package io.macula.gossip.multicast;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.GossipInterface;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the interfaces to use, from what this machine has.
 */
final class InterfaceSelector {

	private final InetAddress group;

	private final List<LocalInterface> available;

	private final @Nullable InetAddress routed;

	/**
	 * Create a selector.
	 * @param group the multicast group
	 * @param available the interfaces that are up
	 * @param routed the address that the system would send to the group from, or
	 * {@code null} if it has no route there
	 */
	InterfaceSelector(InetAddress group, List<LocalInterface> available, @Nullable InetAddress routed) {
		this.group = group;
		this.available = available;
		this.routed = routed;
	}

	/**
	 * Choose interfaces.
	 * @param wanted names, addresses or networks; empty to choose one automatically
	 * @return the interfaces, at least one
	 * @throws GossipConfigurationException if nothing fits
	 */
	List<GossipInterface> select(List<String> wanted) {
		if (wanted.isEmpty()) {
			return List.of(automatic());
		}
		List<GossipInterface> selected = new ArrayList<>();
		for (String pattern : wanted) {
			for (GossipInterface match : configured(pattern)) {
				if (selected.stream().noneMatch((other) -> other.name().equals(match.name()))) {
					selected.add(match);
				}
			}
		}
		return selected;
	}

	private List<GossipInterface> configured(String pattern) {
		InetAddress literal = IpLiteral.parse(pattern);
		IpNetwork network = IpNetwork.parse(pattern);
		List<GossipInterface> matches = new ArrayList<>();
		for (LocalInterface candidate : this.available) {
			Predicate<InetAddress> fits = (network != null) ? network::contains
					: (address) -> address.equals(literal) || candidate.name().equals(pattern);
			candidate.addressesFor(this.group)
				.stream()
				.filter(fits)
				.findFirst()
				.ifPresent((address) -> matches
					.add(new GossipInterface(candidate.name(), address, "configured as '" + pattern + "'")));
		}
		if (matches.isEmpty()) {
			throw notThere(pattern);
		}
		return matches;
	}

	private GossipConfigurationException notThere(String pattern) {
		return new GossipConfigurationException("interfaces",
				"No interface that is up matches '%s' and has an address of the family of %s.".formatted(pattern,
						this.group.getHostAddress()),
				"Name one that is here (%s), an address of it or its network, or leave the property out to have one chosen."
					.formatted(describeAvailable()));
	}

	private GossipInterface automatic() {
		LocalInterface preferred = find((candidate) -> candidate.addresses().contains(this.routed));
		if (preferred != null && isLan(preferred)) {
			return selected(preferred, Objects.requireNonNull(this.routed),
					"the system routes " + this.group.getHostAddress() + " through it");
		}
		LocalInterface lan = find(this::isLan);
		if (lan != null) {
			String why = (preferred != null)
					? "the system routes the group through '%s', which is no LAN interface".formatted(preferred.name())
					: "the system has no route to the group, and this is the first LAN interface";
			return selected(lan, why);
		}
		if (preferred != null && !preferred.loopback()) {
			return selected(preferred, Objects.requireNonNull(this.routed),
					"the system routes the group through it, and there is no LAN interface");
		}
		LocalInterface other = find((candidate) -> candidate.multicast() && !candidate.loopback());
		if (other != null) {
			return selected(other, "it carries multicast, and there is no LAN interface");
		}
		LocalInterface loopback = find(LocalInterface::loopback);
		if (loopback != null) {
			return selected(loopback, "there is no other interface: only nodes on this machine are found");
		}
		throw new GossipConfigurationException("interfaces",
				"This machine has no interface with an address of the family of %s."
					.formatted(this.group.getHostAddress()),
				"Bring up a network interface, or set macula.gossip.addr to a group of the other family.");
	}

	private boolean isLan(LocalInterface candidate) {
		return candidate.multicast() && !candidate.loopback() && !candidate.pointToPoint()
				&& !candidate.isContainerBridge();
	}

	private @Nullable LocalInterface find(Predicate<LocalInterface> wanted) {
		return this.available.stream()
			.filter((candidate) -> !candidate.addressesFor(this.group).isEmpty())
			.filter(wanted)
			.findFirst()
			.orElse(null);
	}

	private GossipInterface selected(LocalInterface chosen, String reason) {
		return selected(chosen, chosen.addressesFor(this.group).get(0), reason);
	}

	private GossipInterface selected(LocalInterface chosen, InetAddress address, String reason) {
		return new GossipInterface(chosen.name(), address, reason);
	}

	private String describeAvailable() {
		return String.join(", ", this.available.stream().map((candidate) -> {
			List<String> addresses = candidate.addressesFor(this.group)
				.stream()
				.map(InetAddress::getHostAddress)
				.toList();
			return candidate.name() + addresses;
		}).toList());
	}

}
