package io.macula.gossip.multicast;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The interfaces of this machine that are up. They are looked at again and again: looking
 * costs little while nothing changes. Not thread-safe.
 */
final class LocalInterfaces {

	private List<Sighting> sightings = List.of();

	private List<LocalInterface> interfaces = List.of();

	/**
	 * Return the interfaces.
	 * @return the same list as before if nothing changed
	 */
	List<LocalInterface> list() throws SocketException {
		List<Sighting> seen = new ArrayList<>();
		for (Iterator<NetworkInterface> all = NetworkInterface.networkInterfaces().iterator(); all.hasNext();) {
			NetworkInterface networkInterface = all.next();
			try {
				if (networkInterface.isUp()) {
					seen.add(new Sighting(networkInterface.getIndex(), networkInterface.supportsMulticast(),
							networkInterface));
				}
			}
			catch (SocketException ex) {
				// It went away while we looked
			}
		}
		if (!seen.equals(this.sightings)) {
			this.interfaces = describe(seen);
			this.sightings = seen;
		}
		return this.interfaces;
	}

	private static List<LocalInterface> describe(List<Sighting> seen) throws SocketException {
		List<LocalInterface> described = new ArrayList<>();
		for (Sighting sighting : seen) {
			described.add(LocalInterface.of(sighting.networkInterface()));
		}
		return described;
	}

	/**
	 * Two network interfaces are equal that have the same name and addresses.
	 */
	private record Sighting(int index, boolean multicast, NetworkInterface networkInterface) {

	}

}
