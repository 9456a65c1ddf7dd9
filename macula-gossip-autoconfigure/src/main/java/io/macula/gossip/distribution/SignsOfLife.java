package io.macula.gossip.distribution;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Tells who waits for it that the other node of a link is alive. Safe for use by several
 * threads; costs next to nothing while nobody waits.
 */
final class SignsOfLife {

	private volatile @Nullable CompletableFuture<Void> next;

	/**
	 * Return what completes with the next sign.
	 * @return the sign, completed on a thread of the link that must not be held up
	 */
	synchronized CompletableFuture<Void> next() {
		CompletableFuture<Void> sign = this.next;
		if (sign == null) {
			sign = new CompletableFuture<>();
			this.next = sign;
		}
		return sign;
	}

	void came() {
		CompletableFuture<Void> sign = (this.next != null) ? take() : null;
		if (sign != null) {
			sign.complete(null);
		}
	}

	private synchronized @Nullable CompletableFuture<Void> take() {
		CompletableFuture<Void> sign = this.next;
		this.next = null;
		return sign;
	}

}
