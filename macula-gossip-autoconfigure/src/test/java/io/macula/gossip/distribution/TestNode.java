package io.macula.gossip.distribution;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;

import io.macula.gossip.LinkSettings;
import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.handshake.Cookie;
import io.macula.gossip.net.ListeningScope;

/**
 * A node of this product on 127.0.0.1, with an EPMD port of the test's own that it serves
 * itself where nobody else does.
 */
final class TestNode implements AutoCloseable {

	/**
	 * The cookie of the BEAM nodes that tests start.
	 */
	static final Cookie COOKIE = Cookie.of("epmdtests");

	private final NodeName name;

	private final LinkEvents events = new LinkEvents();

	private final DistributionNode node;

	private TestNode(DistributionSettings settings) {
		this.name = settings.name();
		this.node = new DistributionNode(settings, this.events);
	}

	static TestNode start(int epmdPort, String name) throws Exception {
		return start(epmdPort, name, (options) -> {
		});
	}

	static TestNode start(int epmdPort, String name, Consumer<Options> change) throws Exception {
		TestNode node = create(epmdPort, name, change);
		node.node.start();
		if (!node.next().equals("registered")) {
			throw new AssertionError("Node '%s' is not registered".formatted(name));
		}
		return node;
	}

	static TestNode create(int epmdPort, String name, Consumer<Options> change) {
		Options options = new Options(epmdPort);
		change.accept(options);
		return new TestNode(options.settings(NodeName.of(name)));
	}

	NodeName name() {
		return this.name;
	}

	DistributionNode node() {
		return this.node;
	}

	LinkEvents events() {
		return this.events;
	}

	/**
	 * Return the next event.
	 * @return the event, or {@code nothing} if there is none in time
	 */
	String next() throws InterruptedException {
		return this.events.next();
	}

	/**
	 * Return the next event, if it comes within the second in which nodes promise to tell
	 * what takes no silence to be noticed.
	 * @return the event, or {@code nothing} if there is none in time
	 */
	String nextAtOnce() throws InterruptedException {
		return this.events.next(Duration.ofSeconds(1));
	}

	void connect(String peer) {
		this.node.connect(NodeName.of(peer), null);
	}

	@Override
	public void close() {
		this.node.close();
	}

	/**
	 * What a test wants otherwise than it is by default.
	 */
	static final class Options {

		private final LinkSettings links = new LinkSettings();

		private Cookies cookies = new Cookies(COOKIE);

		private DistributionLimits limits = DistributionLimits.defaults();

		private boolean open;

		private Executor handlers = ForkJoinPool.commonPool();

		private Options(int epmdPort) {
			this.links.setEpmdPort(epmdPort);
		}

		Options links(Consumer<LinkSettings> change) {
			change.accept(this.links);
			return this;
		}

		Options cookies(Cookie... cookies) {
			this.cookies = new Cookies(cookies);
			return this;
		}

		Options cookies(Cookies cookies) {
			this.cookies = cookies;
			return this;
		}

		Options open() {
			this.open = true;
			return this;
		}

		Options limits(DistributionLimits limits) {
			this.limits = limits;
			return this;
		}

		Options handlers(Executor handlers) {
			this.handlers = handlers;
			return this;
		}

		DistributionSettings settings(NodeName name) {
			return new DistributionSettings(name, this.cookies, this.links, this.limits, this.handlers, this.open,
					ListeningScope.everywhere());
		}

	}

}
