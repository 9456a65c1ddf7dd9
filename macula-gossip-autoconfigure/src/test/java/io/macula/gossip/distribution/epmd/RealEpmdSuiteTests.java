package io.macula.gossip.distribution.epmd;

import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.RequiresBeam;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Shows that {@link EpmdSuite} demands nothing that Erlang's own epmd does not do.
 */
@RequiresBeam
class RealEpmdSuiteTests extends EpmdSuite {

	private RealEpmd epmd;

	private int port;

	@BeforeEach
	void start() throws Exception {
		this.port = Loopback.freePort();
		this.epmd = RealEpmd.start(this.port);
	}

	@AfterEach
	void stop() {
		this.epmd.close();
	}

	@Override
	int port() {
		return this.port;
	}

}
