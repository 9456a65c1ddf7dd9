package io.macula.gossip.distribution;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.epmd.EpmdSettings;
import io.macula.gossip.distribution.handshake.Cookie;
import org.jspecify.annotations.Nullable;

/**
 * How a node links to others. Immutable; made by {@link #builder(NodeName)}.
 */
public final class DistributionSettings {

	private final NodeName name;

	private final InetSocketAddress listen;

	private final List<Cookie> cookies;

	private final List<Cookie> localCookies;

	private final boolean hidden;

	private final Duration tickTime;

	private final Duration connectTimeout;

	private final Duration handshakeTimeout;

	private final EpmdSettings epmd;

	private final boolean registered;

	private final @Nullable LinkTls tls;

	private final BiPredicate<NodeName, InetAddress> accepts;

	private final DistributionLimits limits;

	private final ThreadFactory threads;

	private final Executor handlers;

	DistributionSettings(DistributionSettingsBuilder builder) {
		this.name = builder.name;
		this.listen = builder.listen;
		this.cookies = List.copyOf(builder.cookies);
		this.localCookies = List.copyOf(builder.localCookies);
		this.hidden = builder.hidden;
		this.tickTime = builder.tickTime;
		this.connectTimeout = builder.connectTimeout;
		this.handshakeTimeout = builder.handshakeTimeout;
		this.epmd = builder.epmd;
		this.registered = builder.registered;
		this.tls = builder.tls;
		this.accepts = builder.accepts;
		this.limits = builder.limits;
		this.threads = builder.threads;
		this.handlers = builder.handlers;
	}

	/**
	 * Return a builder with the defaults that its methods tell.
	 * @param name the name of this node, in characters of ISO 8859-1
	 * @return the builder
	 * @throws IllegalArgumentException if the name has other characters
	 */
	public static DistributionSettingsBuilder builder(NodeName name) {
		return new DistributionSettingsBuilder(name);
	}

	/**
	 * Return the name of this node.
	 * @return the name
	 */
	public NodeName name() {
		return this.name;
	}

	/**
	 * Return the address and port to accept links on.
	 * @return the address and port
	 */
	public InetSocketAddress listen() {
		return this.listen;
	}

	/**
	 * Return the cookies: all are accepted, and tried one after the other.
	 * @return the cookies, at least one
	 */
	public List<Cookie> cookies() {
		return this.cookies;
	}

	/**
	 * Return the cookies that are accepted as well, but proven only to nodes of this
	 * host.
	 * @return the cookies, possibly none
	 */
	public List<Cookie> localCookies() {
		return this.localCookies;
	}

	/**
	 * Return the cookies to prove to a node, in turn.
	 * @param local whether the node is on this host
	 * @return the cookies, at least one
	 */
	List<Cookie> provenCookies(boolean local) {
		return local ? acceptedCookies() : this.cookies;
	}

	/**
	 * Return the cookies that another node may prove.
	 * @return the cookies, at least one
	 */
	List<Cookie> acceptedCookies() {
		return Stream.concat(this.cookies.stream(), this.localCookies.stream()).distinct().toList();
	}

	/**
	 * Return whether this node keeps out of the others' lists of visible nodes.
	 * @return whether it is hidden
	 */
	public boolean hidden() {
		return this.hidden;
	}

	/**
	 * Return after which silence a linked node is taken for gone.
	 * @return the time
	 */
	public Duration tickTime() {
		return this.tickTime;
	}

	/**
	 * Return the most that an attempt to connect may take.
	 * @return the time
	 */
	public Duration connectTimeout() {
		return this.connectTimeout;
	}

	/**
	 * Return the most that a handshake may take.
	 * @return the time
	 */
	public Duration handshakeTimeout() {
		return this.handshakeTimeout;
	}

	/**
	 * Return how EPMD is reached, and the embedded one served.
	 * @return the settings
	 */
	public EpmdSettings epmd() {
		return this.epmd;
	}

	/**
	 * Return whether this node registers with EPMD, without which no other can find it.
	 * @return whether it registers
	 */
	public boolean registered() {
		return this.registered;
	}

	/**
	 * Return the TLS beneath the links.
	 * @return the TLS, or {@code null} for none
	 */
	public @Nullable LinkTls tls() {
		return this.tls;
	}

	/**
	 * Return what decides whether another node may link.
	 * @return the predicate
	 */
	public BiPredicate<NodeName, InetAddress> accepts() {
		return this.accepts;
	}

	/**
	 * Return what other nodes may cost this one.
	 * @return the limits
	 */
	public DistributionLimits limits() {
		return this.limits;
	}

	/**
	 * Return what makes the threads.
	 * @return the factory
	 */
	public ThreadFactory threads() {
		return this.threads;
	}

	/**
	 * Return what runs the message handlers.
	 * @return the executor
	 */
	public Executor handlers() {
		return this.handlers;
	}

}
