package io.macula.gossip.autoconfigure;

import io.macula.gossip.LinkSettings;
import org.jspecify.annotations.Nullable;

/**
 * Configuration properties of the links: their settings, and where their TLS comes from.
 */
public class DistributionProperties extends LinkSettings {

	private final Ssl ssl = new Ssl();

	public Ssl getSsl() {
		return this.ssl;
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

		/**
		 * Whether another node's certificate must be for the host of its node name, by a
		 * subject alternative name. If not, a certificate of an authority that the bundle
		 * trusts is enough, whatever host it is for.
		 */
		private boolean verifyHost;

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

		public boolean isVerifyHost() {
			return this.verifyHost;
		}

		public void setVerifyHost(boolean verifyHost) {
			this.verifyHost = verifyHost;
		}

	}

}
