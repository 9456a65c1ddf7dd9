package io.macula.gossip.multicast;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.macula.gossip.net.Backoff;
import io.macula.gossip.net.QuietClose;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of the interfaces in use: opened for those that appear and closed for those
 * that go. What cannot be opened is tried again, after longer and longer. Thread-safe.
 */
final class InterfaceChannels implements Closeable {

	private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

	private static final int MAX_RETIRED = 32;

	private final Opener opener;

	private final Map<InterfaceBinding.Place, Failure> failures = new HashMap<>();

	/**
	 * Where datagrams came from that may still be on their way back to us.
	 */
	private final Deque<InetSocketAddress> retired = new ArrayDeque<>();

	private volatile List<InterfaceChannel> channels = List.of();

	private volatile List<String> problems = List.of();

	private boolean closed;

	/**
	 * Create an empty set.
	 * @param opener opens the sockets of an interface
	 */
	InterfaceChannels(Opener opener) {
		this.opener = opener;
	}

	List<InterfaceChannel> all() {
		return this.channels;
	}

	/**
	 * Return why an interface that should be in use is not, in words.
	 */
	List<String> problems() {
		return this.problems;
	}

	@Nullable InterfaceChannel byLocalAddress(InetSocketAddress source) {
		for (InterfaceChannel channel : this.channels) {
			if (channel.localAddress().equals(source)) {
				return channel;
			}
		}
		return null;
	}

	synchronized boolean isRetired(InetSocketAddress source) {
		return this.retired.contains(source);
	}

	/**
	 * Use these interfaces and no others.
	 * @return whether those in use changed
	 */
	synchronized boolean follow(InterfaceBindings selection, long now) {
		if (this.closed) {
			return false;
		}
		List<InterfaceChannel> before = this.channels;
		List<InterfaceChannel> after = new ArrayList<>();
		List<String> found = new ArrayList<>(selection.problems());
		this.failures.keySet().retainAll(selection.interfaces().stream().map(InterfaceBinding::place).toList());
		for (InterfaceBinding selected : selection.interfaces()) {
			InterfaceChannel channel = find(before, selected);
			if (channel == null) {
				channel = tryToOpen(selected, now, found);
			}
			if (channel != null) {
				after.add(channel);
			}
		}
		this.channels = List.copyOf(after);
		this.problems = List.copyOf(found);
		before.stream().filter((channel) -> !after.contains(channel)).forEach(this::retire);
		return !before.equals(after);
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		this.channels.forEach(this::retire);
		this.channels = List.of();
	}

	private @Nullable InterfaceChannel find(List<InterfaceChannel> channels, InterfaceBinding selected) {
		return channels.stream()
			.filter((channel) -> channel.selected().place().equals(selected.place()))
			.findFirst()
			.orElse(null);
	}

	private @Nullable InterfaceChannel tryToOpen(InterfaceBinding selected, long now, List<String> problems) {
		Failure failure = this.failures.get(selected.place());
		if (failure == null || now - failure.retryAt() >= 0) {
			try {
				InterfaceChannel channel = this.opener.open(selected);
				this.failures.remove(selected.place());
				return channel;
			}
			catch (IOException | RuntimeException ex) {
				Backoff backoff = (failure != null) ? failure.backoff() : new Backoff(FIRST_PAUSE, LONGEST_PAUSE, null);
				failure = new Failure(String.valueOf(ex.getMessage()), backoff, now + backoff.nextNanos());
				this.failures.put(selected.place(), failure);
			}
		}
		problems.add("Interface '%s' with %s cannot be used: %s. It is tried again.".formatted(selected.name(),
				selected.address().getHostAddress(), failure.cause()));
		return null;
	}

	private void retire(InterfaceChannel channel) {
		this.retired.addLast(channel.localAddress());
		if (this.retired.size() > MAX_RETIRED) {
			this.retired.removeFirst();
		}
		QuietClose.close(channel);
	}

	/**
	 * Opens the sockets of an interface.
	 */
	interface Opener {

		InterfaceChannel open(InterfaceBinding selected) throws IOException;

	}

	private record Failure(String cause, Backoff backoff, long retryAt) {

	}

}
