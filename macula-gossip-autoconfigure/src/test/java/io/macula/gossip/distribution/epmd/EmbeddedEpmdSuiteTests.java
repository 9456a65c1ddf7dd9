package io.macula.gossip.distribution.epmd;

import java.util.List;

import io.macula.gossip.net.ListeningScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The embedded EPMD does what is demanded of Erlang's, where it serves this host alone.
 */
class EmbeddedEpmdSuiteTests extends EpmdSuite {

	private EmbeddedEpmd epmd;

	@BeforeEach
	void start() throws Exception {
		this.epmd = EmbeddedEpmd.start(0, List.of(), ListeningScope.of((address) -> false), EpmdLimits.defaults());
	}

	@AfterEach
	void stop() {
		this.epmd.close();
	}

	@Override
	int port() {
		return this.epmd.getPort();
	}

}
