package io.macula.gossip;

import java.util.List;

import javax.net.ssl.SSLContext;

/**
 * TLS beneath the links, as OTP's {@code -proto_dist inet_tls} has it. Who may link is
 * still up to the cookie; whom to trust is up to the context's trust managers.
 *
 * @param context makes the sessions, with the certificate of this node and those that it
 * trusts
 * @param clientCertificates whether nodes that connect to this one must have a
 * certificate that it trusts
 * @param protocols the versions of TLS to use, such as {@code TLSv1.3}; the JDK's where
 * the list is empty
 * @param ciphers the cipher suites to use; the JDK's where the list is empty
 * @param verifyHost whether the other node's certificate must be for the host of its node
 * name, whichever of the two connects. Without it a certificate of the same authority is
 * enough
 */
public record LinkTls(SSLContext context, boolean clientCertificates, List<String> protocols, List<String> ciphers,
		boolean verifyHost) {

	/**
	 * Create settings.
	 * @throws IllegalArgumentException if hosts are to be verified by certificates that
	 * are not demanded
	 */
	public LinkTls {
		if (verifyHost && !clientCertificates) {
			throw new IllegalArgumentException("Hosts cannot be verified without certificates of both sides");
		}
		protocols = List.copyOf(protocols);
		ciphers = List.copyOf(ciphers);
	}

	/**
	 * Create settings with the JDK's protocols and cipher suites, and certificates
	 * demanded of both sides, whatever host they are for.
	 * @param context makes the sessions
	 */
	public LinkTls(SSLContext context) {
		this(context, true, List.of(), List.of(), false);
	}

}
