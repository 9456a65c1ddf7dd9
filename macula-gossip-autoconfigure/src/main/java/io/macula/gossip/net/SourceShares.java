package io.macula.gossip.net;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * A number of places of which each host can have only so many, so that whoever wants more
 * uses up his own share. The hosts of one IPv6 network of 64 bits have a half of all
 * between them: they may be a LAN, and they may be a single host, which can use any of
 * these addresses. Safe for use by several threads.
 */
public final class SourceShares {

	private final int total;

	private final int perSource;

	private final int perNetwork;

	private final Map<InetAddress, Integer> takenBySource = new HashMap<>();

	private final Map<InetAddress, Integer> takenByNetwork = new HashMap<>();

	private int taken;

	/**
	 * Create shares, of which none is taken.
	 * @param total how many places there are, 1 or more
	 * @param perSource how many of them one address may have, 1 or more
	 */
	public SourceShares(int total, int perSource) {
		this.total = total;
		this.perSource = perSource;
		this.perNetwork = Math.max(perSource, total / 2);
	}

	/**
	 * Take a place.
	 * @param source the host that it is for
	 * @return whether there was one for it
	 */
	public synchronized boolean take(InetAddress source) {
		InetAddress network = Networks.of(source);
		if (this.taken >= this.total || this.takenBySource.getOrDefault(source, 0) >= this.perSource
				|| this.takenByNetwork.getOrDefault(network, 0) >= this.perNetwork) {
			return false;
		}
		this.takenBySource.merge(source, 1, Integer::sum);
		this.takenByNetwork.merge(network, 1, Integer::sum);
		this.taken++;
		return true;
	}

	/**
	 * Give a place back.
	 * @param source the host that it was taken for
	 */
	public synchronized void giveBack(InetAddress source) {
		giveBack(this.takenBySource, source);
		giveBack(this.takenByNetwork, Networks.of(source));
		this.taken--;
	}

	/**
	 * Give all places back.
	 */
	public synchronized void clear() {
		this.takenBySource.clear();
		this.takenByNetwork.clear();
		this.taken = 0;
	}

	private static void giveBack(Map<InetAddress, Integer> takenBy, InetAddress key) {
		takenBy.computeIfPresent(key, (address, places) -> (places > 1) ? places - 1 : null);
	}

}
