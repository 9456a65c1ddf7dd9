package io.macula.gossip.distribution.epmd;

import java.io.IOException;

import io.macula.gossip.testing.Beam;
import io.macula.gossip.testing.ChildProcess;
import io.macula.gossip.testing.Eventually;

/**
 * The epmd of Erlang/OTP.
 */
final class RealEpmd extends ChildProcess {

	private RealEpmd(int port) {
		super(Beam.command(port, "epmd"));
	}

	/**
	 * Start an epmd and wait until it answers.
	 * @param port its port
	 * @return the epmd
	 */
	static RealEpmd start(int port) throws Exception {
		RealEpmd epmd = new RealEpmd(port);
		Eventually.holds("epmd answers", () -> {
			try {
				return EpmdNames.at(port).isEmpty();
			}
			catch (IOException ex) {
				return false;
			}
		});
		return epmd;
	}

}
