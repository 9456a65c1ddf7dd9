package io.macula.gossip.testing;

import java.util.Optional;

/**
 * A JDK that has virtual threads. The build runs on older ones too.
 */
public final class VirtualThreads implements Need {

	private static final int SINCE = 21;

	@Override
	public Optional<String> missing() {
		return (Runtime.version().feature() >= SINCE) ? Optional.empty()
				: Optional.of("virtual threads: a JDK %d or later".formatted(SINCE));
	}

	@Override
	public boolean isDueOnCi() {
		return false;
	}

}
