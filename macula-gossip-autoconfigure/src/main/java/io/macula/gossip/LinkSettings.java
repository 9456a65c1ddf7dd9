package io.macula.gossip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * How links are made, in connection mode {@code distribution}. Not thread-safe; checked
 * where the service is built.
 */
public class LinkSettings {

	/**
	 * Enough for the deepest term that is read and for TLS. Only what is used of it takes
	 * memory.
	 */
	private static final long STACK_BYTES = 512 * 1024;

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
	 * All nodes of a cluster should have the same. Longer notices a host that vanished
	 * later; shorter demands that a quarter of it is longer than any pause of a node.
	 */
	private Duration tickTime = Duration.ofSeconds(60);

	/**
	 * Most time that an attempt to connect may take, from the look-up of the host to the
	 * end of the handshake.
	 */
	private Duration connectTimeout = Duration.ofSeconds(5);

	/**
	 * Whether this node keeps out of the others' lists of visible nodes.
	 */
	private boolean hidden = true;

	/**
	 * Whom this node connects to. Those who connect to it are let in by their cookie
	 * alone.
	 */
	private ConnectTo connectTo = ConnectTo.PROVEN;

	/**
	 * Where this node listens for links, and for EPMD where it serves that.
	 */
	private ListenOn listenOn = ListenOn.CHOSEN;

	private @Nullable Supplier<LinkTls> tls;

	private ThreadFactory threads = LinkSettings::platformThread;

	/**
	 * Create settings with the defaults.
	 */
	public LinkSettings() {
	}

	/**
	 * Create a copy.
	 * @param other the settings to copy
	 */
	public LinkSettings(LinkSettings other) {
		this.cookie = other.cookie;
		this.acceptedCookies = new ArrayList<>(other.acceptedCookies);
		this.port = other.port;
		this.epmdPort = other.epmdPort;
		this.embeddedEpmd = other.embeddedEpmd;
		this.tickTime = other.tickTime;
		this.connectTimeout = other.connectTimeout;
		this.hidden = other.hidden;
		this.connectTo = other.connectTo;
		this.listenOn = other.listenOn;
		this.tls = other.tls;
		this.threads = other.threads;
	}

	/**
	 * Check that all of this can work.
	 * @throws GossipConfigurationException if a value never can
	 */
	public void check() {
		require(this.port >= 0 && this.port <= 65535, "port", "%d is not a TCP port.".formatted(this.port),
				"Use one from 1 to 65535, or 0 to have one chosen.");
		require(this.epmdPort >= 1 && this.epmdPort <= 65535, "epmd-port",
				"%d is not a TCP port.".formatted(this.epmdPort), "Use one from 1 to 65535; Erlang's is 4369.");
		requireBetween("tick-time", this.tickTime, Duration.ofMillis(100), Duration.ofDays(1));
		requireBetween("connect-timeout", this.connectTimeout, Duration.ofMillis(1), Duration.ofHours(1));
	}

	private static void requireBetween(String setting, Duration value, Duration least, Duration most) {
		require(value.compareTo(least) >= 0 && value.compareTo(most) <= 0, setting,
				"%s is out of range.".formatted(value), "Use a duration from %s to %s.".formatted(least, most));
	}

	private static void require(boolean condition, String setting, String problem, String remedy) {
		if (!condition) {
			throw new GossipConfigurationException("distribution." + setting, problem, remedy);
		}
	}

	/**
	 * Return the cookie, the key that two nodes must share to link.
	 * @return the cookie, or {@code null} for the one of the environment, one derived
	 * from the secret, or the open cluster's
	 */
	public @Nullable String getCookie() {
		return this.cookie;
	}

	/**
	 * Set the cookie, the key that two nodes must share to link.
	 * @param cookie the cookie, 1 to 255 characters of ISO 8859-1; {@code null} to take
	 * the one of the environment, one derived from the secret, or the open cluster's
	 */
	public void setCookie(@Nullable String cookie) {
		this.cookie = cookie;
	}

	/**
	 * Return further cookies that are accepted.
	 * @return the cookies
	 */
	public List<String> getAcceptedCookies() {
		return this.acceptedCookies;
	}

	/**
	 * Set further cookies that are accepted, so that the cookie can be changed node by
	 * node.
	 * @param acceptedCookies the cookies
	 */
	public void setAcceptedCookies(List<String> acceptedCookies) {
		this.acceptedCookies = acceptedCookies;
	}

	/**
	 * Return the TCP port that links are accepted on.
	 * @return the port, or 0 to let the system choose
	 */
	public int getPort() {
		return this.port;
	}

	/**
	 * Set the TCP port that links are accepted on.
	 * @param port from 1 to 65535, or 0 to let the system choose
	 */
	public void setPort(int port) {
		this.port = port;
	}

	/**
	 * Return the TCP port of EPMD, here and on the hosts of the others.
	 * @return the port
	 */
	public int getEpmdPort() {
		return this.epmdPort;
	}

	/**
	 * Set the TCP port of EPMD, here and on the hosts of the others.
	 * @param epmdPort from 1 to 65535
	 */
	public void setEpmdPort(int epmdPort) {
		this.epmdPort = epmdPort;
	}

	/**
	 * Return whether this process may serve the port of EPMD where no EPMD answers.
	 * @return whether it may
	 */
	public boolean isEmbeddedEpmd() {
		return this.embeddedEpmd;
	}

	/**
	 * Set whether this process may serve the port of EPMD where no EPMD answers.
	 * @param embeddedEpmd whether it may
	 */
	public void setEmbeddedEpmd(boolean embeddedEpmd) {
		this.embeddedEpmd = embeddedEpmd;
	}

	/**
	 * Return after which silence on a link the node is taken for gone.
	 * @return the time
	 */
	public Duration getTickTime() {
		return this.tickTime;
	}

	/**
	 * Set after which silence on a link the node is taken for gone, Erlang's
	 * {@code net_ticktime}.
	 * @param tickTime from 100 ms to a day
	 */
	public void setTickTime(Duration tickTime) {
		this.tickTime = tickTime;
	}

	/**
	 * Return the most that an attempt to connect may take.
	 * @return the time
	 */
	public Duration getConnectTimeout() {
		return this.connectTimeout;
	}

	/**
	 * Set the most that an attempt to connect may take, from the look-up of the host to
	 * the end of the handshake.
	 * @param connectTimeout from 1 ms to 1 h
	 */
	public void setConnectTimeout(Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
	}

	/**
	 * Return whether this node keeps out of the others' lists of visible nodes.
	 * @return whether it is hidden
	 */
	public boolean isHidden() {
		return this.hidden;
	}

	/**
	 * Set whether this node keeps out of the others' lists of visible nodes.
	 * @param hidden whether it is hidden
	 */
	public void setHidden(boolean hidden) {
		this.hidden = hidden;
	}

	/**
	 * Return whom this node connects to.
	 * @return whom
	 */
	public ConnectTo getConnectTo() {
		return this.connectTo;
	}

	/**
	 * Set whom this node connects to.
	 * @param connectTo whom
	 */
	public void setConnectTo(ConnectTo connectTo) {
		this.connectTo = connectTo;
	}

	/**
	 * Return where this node listens.
	 * @return where
	 */
	public ListenOn getListenOn() {
		return this.listenOn;
	}

	/**
	 * Set where this node listens for links, and for EPMD where it serves that.
	 * @param listenOn where
	 */
	public void setListenOn(ListenOn listenOn) {
		this.listenOn = listenOn;
	}

	/**
	 * Return the TLS beneath the next link. No bean property, and none of the
	 * configuration.
	 * @return the TLS, or {@code null} for none
	 */
	public @Nullable LinkTls tls() {
		return (this.tls != null) ? this.tls.get() : null;
	}

	/**
	 * Set the TLS beneath the links. Either all nodes of a cluster have it or none.
	 * @param tls the TLS, or {@code null} for none
	 */
	public void useTls(@Nullable LinkTls tls) {
		this.tls = (tls != null) ? () -> tls : null;
	}

	/**
	 * Have each new link use the TLS of its time, so that certificates can be renewed.
	 * Links that stand keep theirs.
	 * @param tls returns the TLS; called for each connection, by several threads
	 */
	public void followTls(Supplier<LinkTls> tls) {
		this.tls = tls;
	}

	/**
	 * Return what makes the threads. No bean property, and none of the configuration.
	 * @return the factory
	 */
	public ThreadFactory threads() {
		return this.threads;
	}

	/**
	 * Set what makes the threads: two for each link and a few for the node. They are
	 * given their names, and made daemons, before they start. Where the builder is told
	 * what makes all threads, that makes these.
	 * @param threads the factory, of platform threads with small stacks by default; one
	 * of virtual threads will do
	 */
	public void useThreads(ThreadFactory threads) {
		this.threads = threads;
	}

	private static Thread platformThread(Runnable task) {
		return new Thread(null, task, "gossip-link", STACK_BYTES);
	}

}
