package io.macula.gossip.service;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs what may take long to find out who the peers are.
 *
 * @param resolver looks up host names
 * @param executor runs the look-ups
 * @param resolved is told when a name that stood for nothing stands for something
 */
record PeerLookUps(Resolver resolver, Executor executor, Runnable resolved) {

	/**
	 * Run a look-up, unless the last one of its kind still runs.
	 */
	void run(AtomicBoolean underWay, Runnable lookUp) {
		if (!underWay.compareAndSet(false, true)) {
			return;
		}
		try {
			this.executor.execute(() -> {
				try {
					lookUp.run();
				}
				finally {
					underWay.set(false);
				}
			});
		}
		catch (RuntimeException | Error ex) {
			// It is tried again at the next announcement
			underWay.set(false);
		}
	}

	/**
	 * Looks up a host name or reads an address.
	 */
	interface Resolver {

		InetAddress[] resolve(String host) throws UnknownHostException;

	}

}
