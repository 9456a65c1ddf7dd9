package io.macula.gossip.distribution.epmd;

import java.net.InetAddress;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The embedded EPMD does what is demanded of Erlang's.
 */
class EmbeddedEpmdSuiteTests extends EpmdSuite {

	private EmbeddedEpmd epmd;

	@BeforeEach
	void start() throws Exception {
		this.epmd = EmbeddedEpmd.start(0, List.of(InetAddress.getLoopbackAddress()), EpmdLimits.defaults());
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
