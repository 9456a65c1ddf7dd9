package io.macula.gossip.distribution;

import java.util.concurrent.atomic.LongAdder;

import io.macula.gossip.NodeName;

/**
 * The messages that were dropped since too many waited for their handlers: counted one by
 * one, and told to the listener when a series begins and when it has ended. Safe for use
 * by several threads.
 */
final class DroppedMessages {

	private final ListenerThread listener;

	private final LongAdder total = new LongAdder();

	DroppedMessages(ListenerThread listener) {
		this.listener = listener;
	}

	long total() {
		return this.total.sum();
	}

	void count(long number) {
		this.total.add(number);
	}

	void began(String process, int waiting, NodeName from) {
		this.listener.tell((listener) -> listener.droppingBegan(process, waiting, from));
	}

	void ended(String process, long count) {
		this.listener.tell((listener) -> listener.droppingEnded(process, count));
	}

}
