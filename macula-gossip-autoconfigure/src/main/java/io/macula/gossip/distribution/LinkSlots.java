package io.macula.gossip.distribution;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import io.macula.gossip.NodeName;

/**
 * What there is with each other node, for one thread at a time. Safe for use by several
 * threads; what they do with it must not wait.
 */
final class LinkSlots {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Map<NodeName, LinkSlot> slots = new HashMap<>();

	/**
	 * Do something with what there is with a node.
	 * @param peer the node
	 * @param action what to do
	 * @return what it returns
	 */
	<T, X extends Exception> T with(NodeName peer, Action<LinkSlot, T, X> action) throws X {
		this.lock.lock();
		try {
			return run(peer, action);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Do something with what there is with a node, once nothing holds it up any more.
	 * @param peer the node
	 * @param heldUp says whether something does
	 * @param nanos how long to wait for that, in nanoseconds
	 * @param action what to do
	 * @return what it returns
	 */
	<T, X extends Exception> T with(NodeName peer, Predicate<LinkSlot> heldUp, long nanos,
			Action<LinkSlot, T, X> action) throws X, InterruptedException {
		this.lock.lockInterruptibly();
		try {
			long left = nanos;
			while (run(peer, heldUp::test) && left > 0) {
				left = this.changed.awaitNanos(left);
			}
			return run(peer, action);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Do something with what there is with all nodes.
	 * @param action what to do
	 * @return what it returns
	 */
	<T> T withAll(Action<Collection<LinkSlot>, T, RuntimeException> action) {
		this.lock.lock();
		try {
			return action.run(this.slots.values());
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Have those who are held up look again.
	 */
	void changed() {
		this.lock.lock();
		try {
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private <T, X extends Exception> T run(NodeName peer, Action<LinkSlot, T, X> action) throws X {
		LinkSlot known = this.slots.get(peer);
		LinkSlot slot = (known != null) ? known : new LinkSlot();
		try {
			return action.run(slot);
		}
		finally {
			if (slot.isEmpty()) {
				this.slots.remove(peer);
			}
			else if (this.slots.get(peer) != slot) {
				this.slots.put(peer, slot);
			}
		}
	}

	/**
	 * Something to do that returns something.
	 *
	 * @param <S> what to do it with
	 * @param <T> what it returns
	 * @param <X> what it throws
	 */
	interface Action<S, T, X extends Exception> {

		T run(S subject) throws X;

	}

}
