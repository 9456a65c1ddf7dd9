package io.macula.gossip.distribution;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.UnaryOperator;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.epmd.EpmdSettings;
import io.macula.gossip.distribution.handshake.Cookie;

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
		return start(epmdPort, name, (builder) -> builder);
	}

	static TestNode start(int epmdPort, String name, UnaryOperator<DistributionSettingsBuilder> change)
			throws Exception {
		TestNode node = create(epmdPort, name, change);
		node.node.start();
		if (!node.next().equals("registered")) {
			throw new AssertionError("Node '%s' is not registered".formatted(name));
		}
		return node;
	}

	static TestNode create(int epmdPort, String name, UnaryOperator<DistributionSettingsBuilder> change) {
		InetAddress loopback = InetAddress.getLoopbackAddress();
		DistributionSettingsBuilder builder = DistributionSettings.builder(NodeName.of(name))
			.listen(new InetSocketAddress(loopback, 0))
			.cookies(COOKIE)
			.epmd(EpmdSettings.defaults().withPort(epmdPort).withBindAddresses(List.of(loopback)));
		return new TestNode(change.apply(builder).build());
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

	void connect(String peer) {
		this.node.connect(NodeName.of(peer), null);
	}

	@Override
	public void close() {
		this.node.close();
	}

}
