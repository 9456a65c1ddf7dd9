package io.macula.gossip.distribution;

import java.net.InetAddress;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import io.macula.gossip.net.IpLiteral;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that the other node's certificate is for: the names and addresses among its
 * subject alternative names (RFC 9525). For the side that is connected to, since what the
 * JDK has for this knows only of servers.
 */
final class CertificateHosts {

	private static final int DNS_NAME = 2;

	private static final int IP_ADDRESS = 7;

	private CertificateHosts() {
	}

	/**
	 * Say why a node cannot be on the host that its name tells.
	 * @param session the session with it, in which it has shown its certificate
	 * @param host the host
	 * @return why, in words, or {@code null} if it can
	 */
	static @Nullable String objection(SSLSession session, String host) {
		try {
			Certificate certificate = session.getPeerCertificates()[0];
			List<String> hosts = hosts((X509Certificate) certificate);
			return (hosts.stream().anyMatch((each) -> matches(each, host))) ? null
					: "its certificate is for %s and not for its host '%s'".formatted(hosts, host);
		}
		catch (SSLPeerUnverifiedException | CertificateParsingException ex) {
			return "it has no certificate for its host '%s': %s".formatted(host, ex.getMessage());
		}
	}

	private static List<String> hosts(X509Certificate certificate) throws CertificateParsingException {
		List<String> hosts = new ArrayList<>();
		Collection<List<?>> names = certificate.getSubjectAlternativeNames();
		if (names != null) {
			for (List<?> name : names) {
				if (name.get(0).equals(DNS_NAME) || name.get(0).equals(IP_ADDRESS)) {
					hosts.add(name.get(1).toString());
				}
			}
		}
		return hosts;
	}

	/**
	 * Say whether a name of a certificate is that of a host.
	 * @param name a name, whose first label may be a {@code *}, or an address
	 * @param host the host
	 * @return whether it is
	 */
	static boolean matches(String name, String host) {
		InetAddress address = IpLiteral.parse(host);
		InetAddress other = IpLiteral.parse(name);
		if (address != null || other != null) {
			return address != null && other != null && Arrays.equals(address.getAddress(), other.getAddress());
		}
		String wanted = host.toLowerCase(Locale.ROOT);
		String given = name.toLowerCase(Locale.ROOT);
		if (given.startsWith("*.") && given.indexOf('.', 2) > 0) {
			int dot = wanted.indexOf('.');
			return dot > 0 && wanted.substring(dot).equals(given.substring(1));
		}
		return wanted.equals(given);
	}

}
