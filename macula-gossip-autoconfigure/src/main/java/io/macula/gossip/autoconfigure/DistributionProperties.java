package io.macula.gossip.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.distribution.LinkTls;
import io.macula.gossip.service.LinkOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;

/**
 * Configuration properties of the links.
 */
public class DistributionProperties {

	/**
	 * Key that two nodes must share to link, Erlang's magic cookie. If not set, the
	 * environment's MACULA_COOKIE, RELEASE_COOKIE or ERLANG_COOKIE, else one derived from
	 * the secret, else the one of open clusters.
	 */
	private @Nullable String cookie;

	/**
	 * Further cookies that are accepted, to change the cookie node by node.
	 */
	private List<String> acceptedCookies = new ArrayList<>();

	/**
	 * TCP port that links are accepted on; 0 to have one chosen.
	 */
	private int port;

	/**
	 * TCP port of EPMD, here and on the hosts of the other nodes.
	 */
	private int epmdPort = 4369;

	/**
	 * Whether this process may serve the port of EPMD where no EPMD answers.
	 */
	private boolean embeddedEpmd = true;

	/**
	 * Silence on a link after which the node is taken for gone, Erlang's net_ticktime.
	 */
	private Duration tickTime = Duration.ofSeconds(60);

	/**
	 * Most time that an attempt to connect may take.
	 */
	private Duration connectTimeout = Duration.ofSeconds(5);

	/**
	 * Whether this node keeps out of the others' lists of visible nodes.
	 */
	private boolean hidden = true;

	private final Ssl ssl = new Ssl();

	public @Nullable String getCookie() {
		return this.cookie;
	}

	public void setCookie(@Nullable String cookie) {
		this.cookie = cookie;
	}

	public List<String> getAcceptedCookies() {
		return this.acceptedCookies;
	}

	public void setAcceptedCookies(List<String> acceptedCookies) {
		this.acceptedCookies = acceptedCookies;
	}

	public int getPort() {
		return this.port;
	}

	public void setPort(int port) {
		this.port = port;
	}

	public int getEpmdPort() {
		return this.epmdPort;
	}

	public void setEpmdPort(int epmdPort) {
		this.epmdPort = epmdPort;
	}

	public boolean isEmbeddedEpmd() {
		return this.embeddedEpmd;
	}

	public void setEmbeddedEpmd(boolean embeddedEpmd) {
		this.embeddedEpmd = embeddedEpmd;
	}

	public Duration getTickTime() {
		return this.tickTime;
	}

	public void setTickTime(Duration tickTime) {
		this.tickTime = tickTime;
	}

	public Duration getConnectTimeout() {
		return this.connectTimeout;
	}

	public void setConnectTimeout(Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
	}

	public boolean isHidden() {
		return this.hidden;
	}

	public void setHidden(boolean hidden) {
		this.hidden = hidden;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	void applyTo(LinkOptions links, @Nullable SslBundles bundles) {
		links.cookie(this.cookie)
			.acceptedCookies(this.acceptedCookies)
			.port(this.port)
			.epmdPort(this.epmdPort)
			.embeddedEpmd(this.embeddedEpmd)
			.tickTime(this.tickTime)
			.connectTimeout(this.connectTimeout)
			.hidden(this.hidden);
		if (this.ssl.bundle != null) {
			links.tls(tls(this.ssl.bundle, bundles));
		}
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
