package io.macula.gossip.service;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.net.IpLiteral;

/**
 * A host whose nodes are announced to one by one.
 *
 * @param text as it was configured
 * @param host a host name or an address
 * @param port the port that it listens on
 */
record PeerAddress(String text, String host, int port) {

	private static final Pattern BRACKETS = Pattern.compile("\\[([^\\]]+)](?::(\\d{1,5}))?");

	private static final Pattern NAME = Pattern.compile("([^:]+)(?::(\\d{1,5}))?");

	private static final Pattern HOST = Pattern.compile("(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_.])?");

	/**
	 * Return the peer that a text holds.
	 * @param text a host name or IPv4 address, with {@code :port} or not, an IPv6
	 * address, or one in brackets with {@code :port}
	 * @param defaultPort the port if there is none in the text
	 * @throws GossipConfigurationException if the text is not one
	 */
	static PeerAddress parse(String text, int defaultPort) {
		if (IpLiteral.parse(text) != null) {
			return new PeerAddress(text, text, defaultPort);
		}
		Matcher brackets = BRACKETS.matcher(text);
		if (brackets.matches() && isIpv6(brackets.group(1))) {
			return new PeerAddress(text, brackets.group(1), port(text, brackets.group(2), defaultPort));
		}
		Matcher name = NAME.matcher(text);
		if (name.matches() && isHost(name.group(1))) {
			return new PeerAddress(text, name.group(1), port(text, name.group(2), defaultPort));
		}
		throw invalid(text, "not a host name or address");
	}

	private static int port(String text, String port, int defaultPort) {
		if (port == null) {
			return defaultPort;
		}
		int number = Integer.parseInt(port);
		if (number < 1 || number > 65535) {
			throw invalid(text, port + " is not a UDP port");
		}
		return number;
	}

	/**
	 * An address whose scope is an interface that is not there yet is one all the same.
	 */
	private static boolean isIpv6(String text) {
		return text.contains(":") && IpLiteral.parse(SettingChecks.withoutScope(text)) != null;
	}

	/**
	 * A name of digits and dots is an address that is mistyped: no name server knows it.
	 */
	private static boolean isHost(String text) {
		return IpLiteral.parse(text) != null || (HOST.matcher(text).matches() && !text.matches("[0-9.]+"));
	}

	private static GossipConfigurationException invalid(String text, String problem) {
		return new GossipConfigurationException("peers", "'%s' is not a peer: %s.".formatted(text, problem),
				"Use host names or addresses, with a port or not: db.example, 10.0.0.7:45892, fd00::7, [fd00::7]:45892.");
	}

}
