package io.macula.gossip.distribution;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.macula.gossip.NodeName;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.PidTerm;
import io.macula.gossip.etf.ReferenceTerm;

/**
 * Makes the pids and references of this node. Safe for use by several threads.
 */
final class Identifiers {

	/**
	 * OTP takes no more in the first number of a reference.
	 */
	private static final int FIRST_BITS = 18;

	private static final int SECOND_BITS = 32;

	private final AtomTerm node;

	private final Incarnation incarnation;

	private final AtomicLong processes = new AtomicLong();

	private final AtomicLong references = new AtomicLong();

	Identifiers(NodeName node, Incarnation incarnation) {
		this.node = AtomTerm.of(node.value());
		this.incarnation = incarnation;
	}

	AtomTerm node() {
		return this.node;
	}

	/**
	 * Return a number for a process that is to be. The pid itself bears the creation,
	 * which may not be known yet.
	 * @return the number, 1 or more
	 */
	long nextProcess() {
		return this.processes.incrementAndGet() & 0xFFFFFFFFL;
	}

	PidTerm pid(long process) {
		return new PidTerm(this.node, process, 0, this.incarnation.get());
	}

	boolean isOurs(PidTerm pid) {
		return pid.equals(pid(pid.id()));
	}

	ReferenceTerm reference() {
		long number = this.references.incrementAndGet();
		long second = (number >>> FIRST_BITS) & 0xFFFFFFFFL;
		long third = number >>> (FIRST_BITS + SECOND_BITS);
		return new ReferenceTerm(this.node, this.incarnation.get(),
				List.of(number & ((1 << FIRST_BITS) - 1), second, third));
	}

}
