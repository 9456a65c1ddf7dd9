package io.macula.gossip.distribution;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadFactory;
import java.util.function.BiPredicate;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.epmd.EpmdSettings;
import io.macula.gossip.distribution.handshake.Cookie;
import io.macula.gossip.distribution.handshake.HandshakeMessages;
import org.jspecify.annotations.Nullable;

/**
 * Collects {@link DistributionSettings}. For one thread.
 */
public final class DistributionSettingsBuilder {

	final NodeName name;

	InetSocketAddress listen = new InetSocketAddress(0);

	List<Cookie> cookies = List.of();

	List<Cookie> localCookies = List.of();

	boolean hidden = true;

	Duration tickTime = Duration.ofSeconds(60);

	Duration connectTimeout = Duration.ofSeconds(5);

	Duration handshakeTimeout = Duration.ofSeconds(7);

	EpmdSettings epmd = EpmdSettings.defaults();

	boolean registered = true;

	@Nullable LinkTls tls;

	BiPredicate<NodeName, InetAddress> accepts = (node, address) -> true;

	DistributionLimits limits = DistributionLimits.defaults();

	ThreadFactory threads = LinkThreads::platformThread;

	Executor handlers = ForkJoinPool.commonPool();

	DistributionSettingsBuilder(NodeName name) {
		if (!HandshakeMessages.canEncode(name)) {
			throw new IllegalArgumentException(
					"'%s' cannot link: Erlang's distribution has names in ISO 8859-1 only".formatted(name));
		}
		this.name = name;
	}

	/**
	 * Set the address and port to accept links on. All addresses and a port that the
	 * system chooses by default.
	 * @param listen the address and port; port 0 lets the system choose
	 * @return this builder
	 */
	public DistributionSettingsBuilder listen(InetSocketAddress listen) {
		this.listen = listen;
		return this;
	}

	/**
	 * Set the cookies. There is no default.
	 * @param cookies the one to use first, then others that are accepted as well
	 * @return this builder
	 */
	public DistributionSettingsBuilder cookies(Cookie... cookies) {
		return cookies(Arrays.asList(cookies));
	}

	/**
	 * Set the cookies. There is no default.
	 * @param cookies the one to use first, then others that are accepted as well
	 * @return this builder
	 */
	public DistributionSettingsBuilder cookies(List<Cookie> cookies) {
		this.cookies = List.copyOf(cookies);
		return this;
	}

	/**
	 * Set cookies that are accepted as well, but proven only to nodes of this host: a
	 * digest says nothing of whom it is for, so that another host could pass it on to a
	 * node here that has the cookie. None by default.
	 * @param localCookies the cookies
	 * @return this builder
	 */
	public DistributionSettingsBuilder localCookies(List<Cookie> localCookies) {
		this.localCookies = List.copyOf(localCookies);
		return this;
	}

	/**
	 * Set whether this node keeps out of the others' lists of visible nodes. It does by
	 * default.
	 * @param hidden whether it is hidden
	 * @return this builder
	 */
	public DistributionSettingsBuilder hidden(boolean hidden) {
		this.hidden = hidden;
		return this;
	}

	/**
	 * Set after which silence a linked node is taken for gone, Erlang's
	 * {@code net_ticktime}. 60 s by default; all nodes of a cluster should have the same.
	 * Turned up, a host that vanished is noticed later; turned down, a quarter of it has
	 * to be longer than any pause of a node.
	 * @param tickTime the time, from 100 ms to a day
	 * @return this builder
	 */
	public DistributionSettingsBuilder tickTime(Duration tickTime) {
		this.tickTime = check("tickTime", tickTime, Duration.ofMillis(100), Duration.ofDays(1));
		return this;
	}

	/**
	 * Set the most that an attempt to connect may take, from the look-up of the host to
	 * the end of the handshake. 5 s by default.
	 * @param connectTimeout the time, from 1 ms to an hour
	 * @return this builder
	 */
	public DistributionSettingsBuilder connectTimeout(Duration connectTimeout) {
		this.connectTimeout = check("connectTimeout", connectTimeout, Duration.ofMillis(1), Duration.ofHours(1));
		return this;
	}

	/**
	 * Set the most that a handshake may take. 7 s by default, as in Erlang.
	 * @param handshakeTimeout the time, from 1 ms to an hour
	 * @return this builder
	 */
	public DistributionSettingsBuilder handshakeTimeout(Duration handshakeTimeout) {
		this.handshakeTimeout = check("handshakeTimeout", handshakeTimeout, Duration.ofMillis(1), Duration.ofHours(1));
		return this;
	}

	/**
	 * Set how EPMD is reached, here and on the hosts of other nodes, and the embedded one
	 * served. {@link EpmdSettings#defaults()} by default.
	 * @param epmd the settings
	 * @return this builder
	 */
	public DistributionSettingsBuilder epmd(EpmdSettings epmd) {
		this.epmd = epmd;
		return this;
	}

	/**
	 * Set whether this node registers with EPMD. It does by default; no other node finds
	 * it otherwise.
	 * @param registered whether it registers
	 * @return this builder
	 */
	public DistributionSettingsBuilder registered(boolean registered) {
		this.registered = registered;
		return this;
	}

	/**
	 * Set the TLS beneath the links. None by default; either all nodes of a cluster have
	 * it or none.
	 * @param tls the TLS, or {@code null} for none
	 * @return this builder
	 */
	public DistributionSettingsBuilder tls(@Nullable LinkTls tls) {
		this.tls = tls;
		return this;
	}

	/**
	 * Set what decides whether another node may link, whichever side connects. It is
	 * asked on threads of the node before the other has proven anything. All may by
	 * default.
	 * @param accepts takes the name that the other node uses and the address it has
	 * @return this builder
	 */
	public DistributionSettingsBuilder accepts(BiPredicate<NodeName, InetAddress> accepts) {
		this.accepts = accepts;
		return this;
	}

	/**
	 * Set what other nodes may cost this one. {@link DistributionLimits#defaults()} by
	 * default.
	 * @param limits the limits
	 * @return this builder
	 */
	public DistributionSettingsBuilder limits(DistributionLimits limits) {
		this.limits = limits;
		return this;
	}

	/**
	 * Set what makes the threads: two for each link and a few for the node. Platform
	 * threads with small stacks by default; a factory of virtual threads will do.
	 * RegisteredProcesses are set later.
	 * @param threads the factory
	 * @return this builder
	 */
	public DistributionSettingsBuilder threads(ThreadFactory threads) {
		this.threads = threads;
		return this;
	}

	/**
	 * Set what runs the message handlers. The common pool by default.
	 * @param handlers the executor
	 * @return this builder
	 */
	public DistributionSettingsBuilder handlers(Executor handlers) {
		this.handlers = handlers;
		return this;
	}

	/**
	 * Return the settings.
	 * @return the settings
	 * @throws IllegalArgumentException if no cookie was set
	 */
	public DistributionSettings build() {
		if (this.cookies.isEmpty()) {
			throw new IllegalArgumentException("Node '%s' has no cookie: give one at least".formatted(this.name));
		}
		return new DistributionSettings(this);
	}

	private static Duration check(String name, Duration value, Duration least, Duration most) {
		if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
			throw new IllegalArgumentException(
					"%s is %s: give a duration from %s to %s".formatted(name, value, least, most));
		}
		return value;
	}

}
