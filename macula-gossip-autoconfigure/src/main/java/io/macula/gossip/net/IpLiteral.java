package io.macula.gossip.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * IP addresses written out, read without ever asking a name server.
 */
public final class IpLiteral {

	private static final Pattern IPV4 = Pattern
		.compile("(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");

	private static final int LONGEST_IPV6 = 45;

	private static final int IPV6_BYTES = 16;

	private static final int IPV6_GROUPS = 8;

	private IpLiteral() {
	}

	/**
	 * Return the address that a text holds. Asks the system for an interface if the text
	 * has a scope, and otherwise nobody.
	 * @param text an IPv4 address with four decimal parts; or an IPv6 address as RFC 4291
	 * section 2.2 has it, with a scope of an interface that is here or not
	 * @return the address, or {@code null} if the text is not one
	 */
	public static @Nullable InetAddress parse(String text) {
		if (text.indexOf(':') == -1) {
			return (text.length() <= LONGEST_IPV6 && IPV4.matcher(text).matches()) ? address(ipv4(text)) : null;
		}
		int percent = text.indexOf('%');
		byte[] bytes = ipv6((percent != -1) ? text.substring(0, percent) : text);
		if (bytes == null) {
			return null;
		}
		return (percent != -1) ? scoped(bytes, text.substring(percent + 1)) : address(bytes);
	}

	private static byte[] ipv4(String text) {
		byte[] bytes = new byte[4];
		int part = 0;
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if (character == '.') {
				part++;
			}
			else {
				bytes[part] = (byte) (bytes[part] * 10 + character - '0');
			}
		}
		return bytes;
	}

	/**
	 * Eight groups of up to four digits, of which two colons leave out some that are
	 * zero; the last two may be written as an IPv4 address.
	 */
	private static byte @Nullable [] ipv6(String text) {
		if (text.length() > LONGEST_IPV6) {
			return null;
		}
		int gap = text.indexOf("::");
		if (gap == -1) {
			byte[] whole = groups(text);
			return (whole != null && whole.length == IPV6_BYTES) ? whole : null;
		}
		byte[] head = (gap > 0) ? groups(text.substring(0, gap)) : new byte[0];
		byte[] tail = (gap + 2 < text.length()) ? groups(text.substring(gap + 2)) : new byte[0];
		if (head == null || tail == null || text.substring(0, gap).indexOf('.') != -1
				|| head.length + tail.length > IPV6_BYTES - 2) {
			return null;
		}
		byte[] bytes = Arrays.copyOf(head, IPV6_BYTES);
		System.arraycopy(tail, 0, bytes, IPV6_BYTES - tail.length, tail.length);
		return bytes;
	}

	private static byte @Nullable [] groups(String text) {
		String[] parts = text.split(":", IPV6_GROUPS + 1);
		if (parts.length > IPV6_GROUPS) {
			return null;
		}
		byte[] bytes = new byte[2 * IPV6_GROUPS + 2];
		int length = 0;
		for (int i = 0; i < parts.length; i++) {
			String part = parts[i];
			if (i == parts.length - 1 && IPV4.matcher(part).matches()) {
				System.arraycopy(ipv4(part), 0, bytes, length, 4);
				length += 4;
				continue;
			}
			int group = group(part);
			if (group == -1) {
				return null;
			}
			bytes[length++] = (byte) (group >>> 8);
			bytes[length++] = (byte) group;
		}
		return Arrays.copyOf(bytes, length);
	}

	private static int group(String text) {
		if (text.isEmpty() || text.length() > 4) {
			return -1;
		}
		int value = 0;
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			int digit = (character < 128) ? Character.digit(character, 16) : -1;
			if (digit == -1) {
				return -1;
			}
			value = value << 4 | digit;
		}
		return value;
	}

	private static @Nullable InetAddress address(byte[] bytes) {
		try {
			return InetAddress.getByAddress(bytes);
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	/**
	 * A scope is the number or the name of an interface; a name must be that of one that
	 * is here, with an address of the same scope.
	 */
	private static @Nullable InetAddress scoped(byte[] bytes, String scope) {
		try {
			if (scope.matches("[0-9]{1,9}")) {
				return Inet6Address.getByAddress(null, bytes, Integer.parseInt(scope));
			}
			NetworkInterface here = scope.matches("[\\w.-]+") ? NetworkInterface.getByName(scope) : null;
			return (here != null) ? Inet6Address.getByAddress(null, bytes, here) : null;
		}
		catch (UnknownHostException | SocketException ex) {
			return null;
		}
	}

}
