package io.macula.gossip.distribution.epmd;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Keeps what a registrar tells, as text.
 */
final class RecordingListener implements EpmdListener {

	private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

	@Override
	public void registered(long creation) {
		this.events.add("registered " + creation);
	}

	@Override
	public void lost(String reason) {
		this.events.add("lost: " + reason);
	}

	@Override
	public void failed(String reason) {
		this.events.add("failed: " + reason);
	}

	String next() throws InterruptedException {
		String event = this.events.poll(10, TimeUnit.SECONDS);
		return (event != null) ? event : "nothing";
	}

	boolean isEmpty() {
		return this.events.isEmpty();
	}

}
