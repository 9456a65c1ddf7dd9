package io.macula.gossip.multicast;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.macula.gossip.net.IpLiteral;
import io.macula.gossip.net.IpNetwork;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the interfaces to use, from what this machine has at the moment.
 */
final class InterfaceRules {

	private static final int MAX_DESCRIBED = 10;

	private final InetAddress group;

	private final List<LocalInterface> available;

	private final List<InterfaceBinding> inUse;

	private final @Nullable InterfaceBinding home;

	/**
	 * Create rules.
	 * @param group the group
	 * @param available the interfaces that are up
	 * @param inUse the interfaces in use, which are kept where they fit: an address that
	 * was added beside another is no reason to move
	 * @param home the LAN interface that was chosen first, which is returned to, or
	 * {@code null}
	 */
	InterfaceRules(InetAddress group, List<LocalInterface> available, List<InterfaceBinding> inUse,
			@Nullable InterfaceBinding home) {
		this.group = group;
		this.available = available;
		this.inUse = inUse;
		this.home = home;
	}

	/**
	 * Choose the interfaces that were asked for.
	 * @param wanted names, addresses or networks
	 * @return those that are there, and who is not
	 */
	InterfaceBindings configured(List<String> wanted) {
		List<InterfaceBinding> bindings = new ArrayList<>();
		List<String> problems = new ArrayList<>();
		for (String pattern : wanted) {
			List<InterfaceBinding> matches = matches(pattern);
			if (matches.isEmpty()) {
				problems.add("No interface that is up matches '%s' and has an %s address; here are %s. "
					.formatted(pattern, family(), describeAvailable())
						+ "It is used as soon as it is there; if the name is wrong, correct macula.gossip.interfaces.");
			}
			for (InterfaceBinding match : matches) {
				if (bindings.stream().noneMatch((other) -> other.name().equals(match.name()))) {
					bindings.add(match);
				}
			}
		}
		return new InterfaceBindings(bindings, problems);
	}

	/**
	 * Choose one interface.
	 * @param routed the address that the system would send to the group from, or
	 * {@code null} if it has no route there
	 * @param mayBeLoopback whether the loopback interface is better than none
	 * @return the interface, or why there is none
	 */
	InterfaceBindings automatic(@Nullable InetAddress routed, boolean mayBeLoopback) {
		InterfaceBinding chosen = returnHome();
		if (chosen == null) {
			chosen = keep();
		}
		if (chosen == null) {
			chosen = choose(routed, mayBeLoopback);
		}
		if (chosen != null) {
			return new InterfaceBindings(List.of(chosen), List.of());
		}
		return new InterfaceBindings(List.of(), List
			.of("There is no network: no interface that is up and leads out has an %s address, which the group %s needs; here are %s. "
				.formatted(family(), this.group.getHostAddress(), describeAvailable())
					+ "One is used as soon as it is there; macula.gossip.addr takes a group of the other family."));
	}

	/**
	 * Say whether an interface leads to a LAN, as far as one can see.
	 */
	boolean isLan(InterfaceBinding binding) {
		return find((candidate) -> candidate.index() == binding.index() && isLan(candidate)) != null;
	}

	private List<InterfaceBinding> matches(String pattern) {
		InetAddress literal = IpLiteral.parse(pattern);
		IpNetwork network = IpNetwork.parse(pattern);
		List<InterfaceBinding> matches = new ArrayList<>();
		for (LocalInterface candidate : this.available) {
			Predicate<InetAddress> fits = (network != null) ? network::contains
					: (address) -> address.equals(literal) || candidate.isNamed(pattern);
			candidate.addressesFor(this.group)
				.stream()
				.filter(fits)
				.min(Comparator.comparing((address) -> !isInUse(candidate, address)))
				.ifPresent((address) -> matches.add(binding(candidate, address, "configured as '" + pattern + "'")));
		}
		return matches;
	}

	private @Nullable InterfaceBinding returnHome() {
		InterfaceBinding before = this.home;
		LocalInterface there = (before != null)
				? find((candidate) -> isLan(candidate) && candidate.name().equals(before.name())) : null;
		if (before == null || there == null) {
			return null;
		}
		List<InetAddress> addresses = there.addressesFor(this.group);
		InetAddress address = addresses.stream()
			.filter((candidate) -> isInUse(there, candidate))
			.findFirst()
			.orElse(addresses.contains(before.address()) ? lasting(there, before.address()) : addresses.get(0));
		return binding(there, address, before.reason());
	}

	private @Nullable InterfaceBinding keep() {
		for (InterfaceBinding used : this.inUse) {
			if (find((candidate) -> isLan(candidate) && isInUse(candidate, used.address())) != null) {
				return used;
			}
		}
		return null;
	}

	/**
	 * An address of the link is used only until there is one that everybody can connect
	 * to: at first an interface has no other.
	 */
	private boolean isInUse(LocalInterface candidate, InetAddress address) {
		List<InetAddress> addresses = candidate.addressesFor(this.group);
		return addresses.contains(address) && (!address.isLinkLocalAddress() || addresses.get(0).isLinkLocalAddress())
				&& this.inUse.stream()
					.anyMatch((used) -> used.index() == candidate.index() && used.address().equals(address));
	}

	private @Nullable InterfaceBinding choose(@Nullable InetAddress routed, boolean mayBeLoopback) {
		LocalInterface preferred = (routed != null) ? find((candidate) -> candidate.addresses().contains(routed))
				: null;
		if (preferred != null && isLan(preferred)) {
			return binding(preferred, lasting(preferred, Objects.requireNonNull(routed)),
					"the system routes " + this.group.getHostAddress() + " through it");
		}
		LocalInterface lan = find(this::isLan);
		if (lan != null) {
			String why = (preferred != null)
					? "the system routes the group through '%s', which is no LAN interface".formatted(preferred.name())
					: "the system has no route to the group, and this is the first LAN interface";
			return binding(lan, why);
		}
		if (preferred != null && !preferred.loopback()) {
			return binding(preferred, Objects.requireNonNull(routed),
					"the system routes the group through it, and there is no LAN interface");
		}
		LocalInterface other = find((candidate) -> candidate.multicast() && !candidate.loopback());
		if (other != null) {
			return binding(other, "it carries multicast, and there is no LAN interface");
		}
		LocalInterface loopback = (mayBeLoopback && !hasNetworkOfOtherFamily()) ? find(LocalInterface::loopback) : null;
		return (loopback != null)
				? binding(loopback, "there is no other interface: only nodes on this machine are found") : null;
	}

	/**
	 * The system routes from an address of the link until the others are ready for use.
	 */
	private InetAddress lasting(LocalInterface preferred, InetAddress routed) {
		return routed.isLinkLocalAddress() ? preferred.addressesFor(this.group).get(0) : routed;
	}

	private boolean hasNetworkOfOtherFamily() {
		return this.available.stream()
			.filter((candidate) -> candidate.multicast() && !candidate.loopback() && !candidate.isContainerBridge())
			.anyMatch(
					(candidate) -> candidate.addresses().stream().anyMatch((address) -> !address.isLinkLocalAddress()));
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

	private InterfaceBinding binding(LocalInterface chosen, String reason) {
		return binding(chosen, chosen.addressesFor(this.group).get(0), reason);
	}

	private InterfaceBinding binding(LocalInterface chosen, InetAddress address, String reason) {
		return new InterfaceBinding(chosen.name(), chosen.index(), address, reason);
	}

	private String family() {
		return (this.group instanceof Inet4Address) ? "IPv4" : "IPv6";
	}

	private String describeAvailable() {
		if (this.available.isEmpty()) {
			return "none";
		}
		String described = this.available.stream().limit(MAX_DESCRIBED).map((candidate) -> {
			List<String> addresses = candidate.addresses().stream().map(InetAddress::getHostAddress).toList();
			return candidate.name() + addresses;
		}).collect(Collectors.joining(", "));
		int more = this.available.size() - MAX_DESCRIBED;
		return (more > 0) ? described + " and " + more + " more" : described;
	}

}
