package io.macula.gossip.distribution;

import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The creation of this node: the number that EPMD gave with the first registration, or,
 * where that did not come, one at random. Once known it never changes, as pids and
 * references bear it. Safe for use by several threads.
 */
final class Incarnation {

	private static final long WAIT_MILLIS = 2000;

	/**
	 * Creations up to this are those of EPMDs and nodes before OTP 23.
	 */
	private static final int OLD_CREATIONS = 4;

	private final CompletableFuture<Long> creation = new CompletableFuture<>();

	void registered(long creation) {
		this.creation.complete(creation);
	}

	void notRegistered() {
		this.creation.complete(random());
	}

	static long random() {
		return Integer.toUnsignedLong(new SecureRandom().nextInt()) | OLD_CREATIONS;
	}

	/**
	 * Return the creation.
	 * @return the creation, or 0 as long as it is not known, which it is once there are
	 * links
	 */
	long get() {
		return this.creation.getNow(0L);
	}

	/**
	 * Return the creation, waiting for the registration 2 s at most.
	 * @return the creation
	 */
	long await() throws InterruptedException {
		try {
			return this.creation.get(WAIT_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			notRegistered();
			return this.creation.join();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
