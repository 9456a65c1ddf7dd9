package io.macula.gossip.autoconfigure;

import java.util.List;

import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.LinkSettings;
import io.macula.gossip.LinkTls;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;

/**
 * Configuration properties of the links: their settings, and where their TLS comes from.
 */
public class DistributionProperties extends LinkSettings {

	private final Ssl ssl = new Ssl();

	public Ssl getSsl() {
		return this.ssl;
	}

	/**
	 * Return the TLS of the bundle that is named.
	 * @param bundles the bundles of the application, if it has any
	 * @return the TLS, or {@code null} if no bundle is named
	 */
	@Nullable LinkTls tls(@Nullable SslBundles bundles) {
		return (this.ssl.bundle != null) ? tls(this.ssl.bundle, bundles) : null;
	}

	private static LinkTls tls(String name, @Nullable SslBundles bundles) {
		try {
			if (bundles == null) {
				throw new NoSuchSslBundleException(name, "There are no SSL bundles in this application");
			}
			SslBundle bundle = bundles.getBundle(name);
			SslOptions options = bundle.getOptions();
			return new LinkTls(bundle.createSslContext(), true, list(options.getEnabledProtocols()),
					list(options.getCiphers()));
		}
		catch (NoSuchSslBundleException ex) {
			throw new GossipConfigurationException("distribution.ssl.bundle",
					"There is no SSL bundle named '%s'.".formatted(name),
					"Define it under spring.ssl.bundle, or leave the property out for links without TLS.", ex);
		}
	}

	private static List<String> list(String @Nullable [] values) {
		return (values != null) ? List.of(values) : List.of();
	}

	/**
	 * TLS beneath the links.
	 */
	public static class Ssl {

		/**
		 * Name of the SSL bundle to use, as OTP does with "-proto_dist inet_tls". Links
		 * have no TLS if not set.
		 */
		private @Nullable String bundle;

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

	}

}
