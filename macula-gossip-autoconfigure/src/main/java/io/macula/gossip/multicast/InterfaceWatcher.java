package io.macula.gossip.multicast;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Which interfaces to use, as time goes by. Not thread-safe, but for
 * {@link #addresses()}.
 */
final class InterfaceWatcher {

	private final Group group;

	private final List<String> wanted;

	private final LocalInterfaces localInterfaces = new LocalInterfaces();

	private volatile List<LocalInterface> available = List.of();

	private @Nullable InterfaceBindings selection;

	private @Nullable InterfaceBinding home;

	private boolean hadNetwork;

	/**
	 * Create a choice.
	 * @param group the group
	 * @param wanted names, addresses or networks; empty to choose one interface
	 */
	InterfaceWatcher(Group group, List<String> wanted) {
		this.group = group;
		this.wanted = wanted;
	}

	boolean isAutomatic() {
		return this.wanted.isEmpty();
	}

	/**
	 * Choose from what there is now.
	 * @param inUse the interfaces in use
	 * @return the same selection as before if nothing changed
	 */
	InterfaceBindings select(List<InterfaceBinding> inUse) throws SocketException {
		List<LocalInterface> there = this.localInterfaces.list();
		InterfaceBindings chosen = this.selection;
		if (chosen == null || there != this.available) {
			this.available = there;
			chosen = select(new InterfaceRules(this.group.address(), there, inUse, this.home));
			this.selection = chosen;
		}
		return chosen;
	}

	/**
	 * Return the addresses of this machine, on interfaces that are up.
	 */
	List<InetAddress> addresses() {
		return this.available.stream().flatMap((there) -> there.addresses().stream()).toList();
	}

	/**
	 * A machine that loses its network waits for it: as long as it lasts, nodes that were
	 * elsewhere have not moved to the loopback interface.
	 */
	private InterfaceBindings select(InterfaceRules selector) {
		if (!isAutomatic()) {
			return selector.configured(this.wanted);
		}
		InterfaceBindings chosen = selector.automatic(routedAddress(), !this.hadNetwork);
		for (InterfaceBinding selected : chosen.interfaces()) {
			this.hadNetwork = this.hadNetwork || !selected.address().isLoopbackAddress();
			if (this.home == null && selector.isLan(selected)) {
				this.home = selected;
			}
		}
		return chosen;
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
