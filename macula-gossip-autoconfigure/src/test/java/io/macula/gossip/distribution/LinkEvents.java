package io.macula.gossip.distribution;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.handshake.HandshakeException;
import io.macula.gossip.etf.Term;

/**
 * Keeps what a node tells its listener, as text.
 */
final class LinkEvents implements DistributionListener {

	private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

	private final List<String> all = new ArrayList<>();

	private volatile long incarnation;

	private volatile boolean introducesItself;

	@Override
	public void linkUp(NodeLink link) {
		this.incarnation = link.incarnation();
		this.introducesItself = link.introducesItself();
		add("up " + link.node() + ((link.hidden()) ? " hidden" : " visible"));
	}

	@Override
	public void introduced(NodeName node, Term introduction) {
		add("told " + node + ": " + introduction);
	}

	@Override
	public void linkDown(NodeName node, String reason) {
		add("down " + node + ": " + reason);
	}

	@Override
	public void connectFailed(NodeName node, String reason) {
		add("failed " + node + ": " + reason);
	}

	@Override
	public void probeAnswered(NodeName node) {
		add("alive " + node);
	}

	@Override
	public void refused(NodeName node, InetAddress remote, HandshakeException.Reason cause, String reason) {
		add("refused " + node + " " + cause + ": " + reason);
	}

	@Override
	public void droppingBegan(String process, int waiting, NodeName from) {
		add("dropping " + process + ", where " + waiting + " wait, from " + from);
	}

	@Override
	public void droppingEnded(String process, long count) {
		add("dropped " + count + " to " + process);
	}

	@Override
	public void registered() {
		add("registered");
	}

	@Override
	public void notRegistered(String reason) {
		add("not registered: " + reason);
	}

	private void add(String event) {
		synchronized (this.all) {
			this.all.add(event);
		}
		this.events.add(event);
	}

	/**
	 * Return the next event.
	 * @return the event, or {@code nothing} if there is none within 15 s
	 */
	String next() throws InterruptedException {
		return next(Duration.ofSeconds(15));
	}

	/**
	 * Return the next event.
	 * @param within how long it may take
	 * @return the event, or {@code nothing} if there is none in time
	 */
	String next(Duration within) throws InterruptedException {
		String event = this.events.poll(within.toNanos(), TimeUnit.NANOSECONDS);
		return (event != null) ? event : "nothing";
	}

	/**
	 * Return all events that begin with a word, heard by {@link #next()} or not.
	 * @param word the word
	 * @return the events
	 */
	List<String> all(String word) {
		synchronized (this.all) {
			return this.all.stream().filter((event) -> event.startsWith(word)).toList();
		}
	}

	boolean isEmpty() {
		return this.events.isEmpty();
	}

	long incarnation() {
		return this.incarnation;
	}

	boolean introducesItself() {
		return this.introducesItself;
	}

}
