package io.macula.gossip.distribution;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import io.macula.gossip.testing.ChildProcess;

/**
 * An authority and a certificate for 127.0.0.1 and others, made with the JDK's keytool.
 */
final class TestCertificates {

	private static final String PASSWORD = "changeit";

	private final Path directory;

	private TestCertificates(Path directory) {
		this.directory = directory;
	}

	static TestCertificates create(Path directory) throws Exception {
		TestCertificates certificates = new TestCertificates(directory);
		certificates.keytool("-genkeypair", "-alias", "ca", "-keyalg", "RSA", "-dname", "CN=ca", "-ext", "bc:c");
		certificates.issue("node", "ip:127.0.0.1,dns:localhost");
		return certificates;
	}

	/**
	 * Have the authority sign one more certificate.
	 * @param alias what to call it
	 * @param hosts the hosts that it is for, such as {@code dns:localhost}
	 */
	void issue(String alias, String hosts) {
		String request = this.directory.resolve("request").toString();
		String signed = this.directory.resolve("signed").toString();
		keytool("-genkeypair", "-alias", alias, "-keyalg", "RSA", "-dname", "CN=" + alias);
		keytool("-certreq", "-alias", alias, "-file", request);
		keytool("-gencert", "-alias", "ca", "-infile", request, "-outfile", signed, "-rfc", "-ext", "SAN=" + hosts,
				"-ext", "EKU=serverAuth,clientAuth");
		keytool("-importcert", "-noprompt", "-alias", alias, "-file", signed);
	}

	private void keytool(String... arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
		command.addAll(Arrays.asList(arguments));
		command.addAll(List.of("-keystore", store().toString(), "-storepass", PASSWORD, "-storetype", "PKCS12"));
		ChildProcess.Result result = ChildProcess.run(command);
		if (result.status() != 0) {
			throw new AssertionError("keytool failed: " + result.output());
		}
	}

	Path store() {
		return this.directory.resolve("store.p12");
	}

	SSLContext context() throws Exception {
		return context("node");
	}

	SSLContext context(String alias) throws Exception {
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream input = Files.newInputStream(store())) {
			keys.load(input, PASSWORD.toCharArray());
		}
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("ca", keys.getCertificate("ca"));
		for (String other : Collections.list(keys.aliases())) {
			if (!other.equals(alias)) {
				keys.deleteEntry(other);
			}
		}
		KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keyManagers.init(keys, PASSWORD.toCharArray());
		TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trustManagers.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
		return context;
	}

	/**
	 * Write what Erlang reads.
	 * @return the file for {@code -ssl_dist_optfile}
	 */
	Path erlangOptions() throws Exception {
		return erlangOptions("node");
	}

	Path erlangOptions(String alias) throws Exception {
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream input = Files.newInputStream(store())) {
			keys.load(input, PASSWORD.toCharArray());
		}
		Path ca = pem("ca.pem", "CERTIFICATE", keys.getCertificate("ca").getEncoded());
		Certificate node = keys.getCertificateChain(alias)[0];
		Path certificate = pem(alias + ".pem", "CERTIFICATE", node.getEncoded());
		Path key = pem(alias + "-key.pem", "PRIVATE KEY", keys.getKey(alias, PASSWORD.toCharArray()).getEncoded());
		String common = "{certfile,\"%s\"},{keyfile,\"%s\"},{cacertfile,\"%s\"},{verify,verify_peer}"
			.formatted(certificate, key, ca);
		return Files.writeString(this.directory.resolve(alias + "-options"),
				"[{server,[%s,{fail_if_no_peer_cert,true}]},{client,[%s]}].".formatted(common, common));
	}

	private Path pem(String file, String type, byte[] content) throws Exception {
		return Files.writeString(this.directory.resolve(file), "-----BEGIN %s-----\n%s\n-----END %s-----\n"
			.formatted(type, Base64.getMimeEncoder().encodeToString(content), type));
	}

}
