package io.macula.gossip.service;

import java.time.Duration;
import java.util.List;

import io.macula.gossip.distribution.LinkTls;
import io.macula.gossip.distribution.epmd.EpmdClient;
import org.jspecify.annotations.Nullable;

/**
 * How links are made, in connection mode {@code distribution}. Not thread-safe.
 */
public final class LinkOptions {

	@Nullable String cookie;

	List<String> acceptedCookies = List.of();

	int port;

	int epmdPort = EpmdClient.DEFAULT_PORT;

	boolean embeddedEpmd = true;

	Duration tickTime = Duration.ofSeconds(60);

	Duration connectTimeout = Duration.ofSeconds(5);

	boolean hidden = true;

	@Nullable LinkTls tls;

	LinkOptions() {
	}

	/**
	 * Set the cookie, the key that two nodes must share to link.
	 * @param cookie the cookie, 1 to 255 characters of ISO 8859-1; {@code null} to take
	 * the one of the environment, one derived from the secret, or the open cluster's
	 * @return these options
	 */
	public LinkOptions cookie(@Nullable String cookie) {
		this.cookie = cookie;
		return this;
	}

	/**
	 * Set further cookies that are accepted, so that the cookie can be changed node by
	 * node.
	 * @param acceptedCookies the cookies
	 * @return these options
	 */
	public LinkOptions acceptedCookies(List<String> acceptedCookies) {
		this.acceptedCookies = List.copyOf(acceptedCookies);
		return this;
	}

	/**
	 * Set the TCP port that links are accepted on.
	 * @param port from 1 to 65535, or 0 to let the system choose
	 * @return these options
	 */
	public LinkOptions port(int port) {
		this.port = port;
		return this;
	}

	/**
	 * Set the TCP port of EPMD, here and on the hosts of the others.
	 * @param epmdPort from 1 to 65535
	 * @return these options
	 */
	public LinkOptions epmdPort(int epmdPort) {
		this.epmdPort = epmdPort;
		return this;
	}

	/**
	 * Set whether this process may serve the port of EPMD where no EPMD answers.
	 * @param embeddedEpmd whether it may
	 * @return these options
	 */
	public LinkOptions embeddedEpmd(boolean embeddedEpmd) {
		this.embeddedEpmd = embeddedEpmd;
		return this;
	}

	/**
	 * Set after which silence on a link the node is taken for gone, Erlang's
	 * {@code net_ticktime}.
	 * @param tickTime from 100 ms to a day
	 * @return these options
	 */
	public LinkOptions tickTime(Duration tickTime) {
		this.tickTime = tickTime;
		return this;
	}

	/**
	 * Set the most that an attempt to connect may take.
	 * @param connectTimeout from 1 ms to 1 h
	 * @return these options
	 */
	public LinkOptions connectTimeout(Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
		return this;
	}

	/**
	 * Set whether this node keeps out of the others' lists of visible nodes.
	 * @param hidden whether it is hidden
	 * @return these options
	 */
	public LinkOptions hidden(boolean hidden) {
		this.hidden = hidden;
		return this;
	}

	/**
	 * Set the TLS beneath the links.
	 * @param tls the TLS; {@code null} for none
	 * @return these options
	 */
	public LinkOptions tls(@Nullable LinkTls tls) {
		this.tls = tls;
		return this;
	}

}
