package io.macula.gossip.service;

import java.util.List;

import io.macula.gossip.testing.Requires;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Tests on hosts that they share, as a JVM takes seconds to start: each begins and ends
 * with a whole cluster.
 */
@Requires(HostLan.Possible.class)
abstract class NamespaceFixture {

	/**
	 * What a test that failed left as it is must not be the next one's concern.
	 */
	@RegisterExtension
	static final TestWatcher afterFailure = new TestWatcher() {

		@Override
		public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
			closeAll();
		}

	};

	static HostNodes nodes;

	HostLan lan;

	List<JvmPeer> hosts;

	HostCluster links;

	HostCluster heartbeat;

	/**
	 * Make the hosts, and start their nodes.
	 */
	abstract HostNodes create();

	@AfterAll
	static void closeAll() {
		if (nodes != null) {
			nodes.close();
			nodes = null;
		}
	}

	@BeforeEach
	void makeWhole() {
		if (nodes == null || !nodes.isWhole()) {
			closeAll();
			nodes = create();
		}
		this.lan = nodes.lan();
		this.hosts = nodes.peers();
		this.links = nodes.links();
		this.heartbeat = nodes.heartbeat();
	}

	@AfterEach
	void heal() {
		if (nodes != null) {
			nodes.lan().run("heal");
			nodes.forget();
		}
	}

}
