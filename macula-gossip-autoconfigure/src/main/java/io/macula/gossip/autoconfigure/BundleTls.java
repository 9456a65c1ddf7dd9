package io.macula.gossip.autoconfigure;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.LinkTls;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;

/**
 * The TLS of an SSL bundle, always that of its last update. Safe for use by several
 * threads.
 */
final class BundleTls implements Supplier<LinkTls> {

	private static final Log logger = LogFactory.getLog(BundleTls.class);

	private final String name;

	private final boolean verifyHost;

	private volatile LinkTls current;

	/**
	 * Take the TLS of a bundle, and follow it.
	 * @param name the name of the bundle
	 * @param bundles the bundles of the application, if it has any
	 * @param verifyHost whether certificates must be for the host of the node name
	 * @throws GossipConfigurationException if there is no such bundle, or it trusts
	 * everybody
	 */
	BundleTls(String name, @Nullable SslBundles bundles, boolean verifyHost) {
		this.name = name;
		this.verifyHost = verifyHost;
		try {
			if (bundles == null) {
				throw new NoSuchSslBundleException(name, "There are no SSL bundles in this application");
			}
			bundles.addBundleUpdateHandler(name, this::update);
			this.current = tls(bundles.getBundle(name));
		}
		catch (NoSuchSslBundleException ex) {
			throw new GossipConfigurationException("distribution.ssl.bundle",
					"There is no SSL bundle named '%s'.".formatted(name),
					"Define it under spring.ssl.bundle, or leave the property out for links without TLS.", ex);
		}
	}

	@Override
	public LinkTls get() {
		return this.current;
	}

	private void update(SslBundle bundle) {
		try {
			this.current = tls(bundle);
			logger.info("New links use the updated SSL bundle '%s'".formatted(this.name));
		}
		catch (RuntimeException ex) {
			logger.error("New links still use SSL bundle '%s' as it was before its update, which cannot be used"
				.formatted(this.name), ex);
		}
	}

	private LinkTls tls(SslBundle bundle) {
		if (bundle.getStores().getTrustStore() == null && trustsPublicAuthorities(bundle)) {
			throw new GossipConfigurationException("distribution.ssl.bundle",
					"The SSL bundle '%s' has no truststore: every certificate of a public authority would be trusted."
						.formatted(this.name),
					"Set its truststore to the authority that signs the nodes' certificates and no other: spring.ssl.bundle.jks.%1$s.truststore.location or spring.ssl.bundle.pem.%1$s.truststore.certificate."
						.formatted(this.name));
		}
		SslOptions options = bundle.getOptions();
		return new LinkTls(bundle.createSslContext(), true, list(options.getEnabledProtocols()),
				list(options.getCiphers()), this.verifyHost);
	}

	/**
	 * A bundle that was made of trust managers has no store either.
	 */
	private static boolean trustsPublicAuthorities(SslBundle bundle) {
		try {
			TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			factory.init((KeyStore) null);
			return trusted(bundle.getManagers().getTrustManagers()).equals(trusted(factory.getTrustManagers()));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("The JDK's own authorities cannot be told", ex);
		}
	}

	private static Set<X509Certificate> trusted(TrustManager[] managers) {
		Set<X509Certificate> trusted = new HashSet<>();
		for (TrustManager manager : managers) {
			if (manager instanceof X509TrustManager authorities) {
				trusted.addAll(List.of(authorities.getAcceptedIssuers()));
			}
		}
		return trusted;
	}

	private static List<String> list(String @Nullable [] values) {
		return (values != null) ? List.of(values) : List.of();
	}

}
