package io.macula.gossip.net;

import java.net.InetAddress;

import org.jspecify.annotations.Nullable;

/**
 * An IP network such as {@code 192.168.0.0/16}.
 *
 * @param address an address in the network
 * @param prefixLength how many leading bits all its addresses share
 */
public record IpNetwork(InetAddress address, int prefixLength) {

	/**
	 * Return the network that a text holds.
	 * @param text an address and the length of the prefix, with a slash between
	 * @return the network, or {@code null} if the text is not one
	 */
	public static @Nullable IpNetwork parse(String text) {
		int slash = text.indexOf('/');
		if (slash == -1 || !text.substring(slash + 1).matches("\\d{1,3}")) {
			return null;
		}
		InetAddress address = IpLiteral.parse(text.substring(0, slash));
		int prefixLength = Integer.parseInt(text.substring(slash + 1));
		if (address == null || prefixLength > address.getAddress().length * Byte.SIZE) {
			return null;
		}
		return new IpNetwork(address, prefixLength);
	}

	/**
	 * Say whether an address is in the network.
	 * @param other the address
	 * @return whether it is; never for one of the other family
	 */
	public boolean contains(InetAddress other) {
		byte[] ours = this.address.getAddress();
		byte[] theirs = other.getAddress();
		if (ours.length != theirs.length) {
			return false;
		}
		for (int bit = 0; bit < this.prefixLength; bit++) {
			int mask = 0x80 >>> (bit % Byte.SIZE);
			if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
				return false;
			}
		}
		return true;
	}

}
