package io.macula.gossip.multicast;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Which interfaces to use, as time goes by. Not thread-safe.
 */
final class InterfaceWatcher {

	private final Group group;

	private final List<String> configured;

	private final LocalInterfaces localInterfaces = new LocalInterfaces();

	private List<LocalInterface> available = List.of();

	private LocalNetworks networks = new LocalNetworks(Map.of());

	private @Nullable InterfaceBindings wanted;

	private @Nullable InterfaceBinding home;

	private boolean hadNetwork;

	/**
	 * Create a watcher.
	 * @param group the group
	 * @param configured names, addresses or networks; empty to choose one interface
	 */
	InterfaceWatcher(Group group, List<String> configured) {
		this.group = group;
		this.configured = configured;
	}

	boolean isAutomatic() {
		return this.configured.isEmpty();
	}

	/**
	 * Choose from what there is now.
	 * @param open the interfaces whose sockets are open
	 * @return the same value as before if nothing changed
	 */
	InterfaceBindings look(List<InterfaceBinding> open) throws SocketException {
		List<LocalInterface> there = this.localInterfaces.list();
		InterfaceBindings bindings = this.wanted;
		if (bindings == null || there != this.available) {
			this.available = there;
			this.networks = LocalNetworks.of(there);
			bindings = apply(new InterfaceRules(this.group.address(), there, open, this.home));
			this.wanted = bindings;
		}
		return bindings;
	}

	/**
	 * Return the addresses that this machine had at the last look, on interfaces that are
	 * up.
	 */
	List<InetAddress> addresses() {
		return this.available.stream().flatMap((there) -> there.addresses().stream()).toList();
	}

	/**
	 * Return the addresses of some interfaces at the last look.
	 */
	ChosenAddresses addressesOf(List<InterfaceBinding> interfaces) {
		return ChosenAddresses.of(interfaces, this.available);
	}

	/**
	 * Return the networks that this machine was in at the last look.
	 */
	LocalNetworks networks() {
		return this.networks;
	}

	/**
	 * A machine that loses its network waits for it: as long as it lasts, nodes that were
	 * elsewhere have not moved to the loopback interface.
	 */
	private InterfaceBindings apply(InterfaceRules rules) {
		if (!isAutomatic()) {
			return rules.configured(this.configured);
		}
		InterfaceBindings bindings = rules.automatic(routedAddress(), !this.hadNetwork);
		for (InterfaceBinding binding : bindings.interfaces()) {
			this.hadNetwork = this.hadNetwork || !binding.address().isLoopbackAddress();
			if (this.home == null && rules.isLan(binding)) {
				this.home = binding;
			}
		}
		return bindings;
	}

	/**
	 * Ask the system where it would send to the group from. Connecting a datagram socket
	 * sends nothing.
	 */
	private @Nullable InetAddress routedAddress() {
		try (DatagramChannel channel = DatagramChannel.open(this.group.family())) {
			channel.setOption(StandardSocketOptions.SO_BROADCAST, this.group.isBroadcast());
			channel.connect(new InetSocketAddress(this.group.address(), this.group.port()));
			return ((InetSocketAddress) channel.getLocalAddress()).getAddress();
		}
		catch (IOException ex) {
			return null;
		}
	}

}
