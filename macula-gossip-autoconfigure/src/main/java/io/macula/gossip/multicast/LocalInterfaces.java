package io.macula.gossip.multicast;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/**
 * The interfaces of this machine that are up. They are looked at every second or so:
 * looking costs little while nothing changes. Not thread-safe.
 */
final class LocalInterfaces {

	private List<Sighting> sightings = List.of();

	private List<LocalInterface> interfaces = List.of();

	/**
	 * Return the interfaces.
	 * @return the same list as before if nothing changed
	 */
	List<LocalInterface> list() throws SocketException {
		List<Sighting> seen = NetworkInterface.networkInterfaces()
			.filter(LocalInterfaces::isUp)
			.map((networkInterface) -> new Sighting(networkInterface.getIndex(), networkInterface))
			.toList();
		if (!seen.equals(this.sightings)) {
			this.sightings = seen;
			this.interfaces = seen.stream().map((sighting) -> LocalInterface.of(sighting.networkInterface())).toList();
		}
		return this.interfaces;
	}

	private static boolean isUp(NetworkInterface networkInterface) {
		try {
			return networkInterface.isUp();
		}
		catch (SocketException ex) {
			return false;
		}
	}

	/**
	 * Two network interfaces are equal that have the same name and addresses.
	 */
	private record Sighting(int index, NetworkInterface networkInterface) {

	}

}
