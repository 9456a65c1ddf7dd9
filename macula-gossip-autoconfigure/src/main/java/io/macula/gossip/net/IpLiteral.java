package io.macula.gossip.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * IP addresses written out, read without ever asking a name server.
 */
public final class IpLiteral {

	private static final Pattern IPV4 = Pattern
		.compile("(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");

	private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%[\\w.-]+)?");

	private IpLiteral() {
	}

	/**
	 * Return the address that a text holds.
	 * @param text an IPv4 address with four decimal parts, or an IPv6 address, with a
	 * scope or not
	 * @return the address, or {@code null} if the text is not one
	 */
	public static @Nullable InetAddress parse(String text) {
		if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
			return null;
		}
		try {
			return InetAddress.getByName(text);
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

}
