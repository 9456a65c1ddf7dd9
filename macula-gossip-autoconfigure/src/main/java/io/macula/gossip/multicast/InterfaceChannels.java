package io.macula.gossip.multicast;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
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

	private final Opener opener;

	private final Map<InterfaceBinding.Place, Failure> failures = new HashMap<>();

	private final FormerSources former;

	private volatile List<InterfaceChannel> channels = List.of();

	private volatile List<String> problems = List.of();

	private boolean closed;

	/**
	 * Create an empty set.
	 * @param opener opens the sockets of an interface
	 * @param former is told of those that are closed
	 */
	InterfaceChannels(Opener opener, FormerSources former) {
		this.opener = opener;
		this.former = former;
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

	/**
	 * Say whose a datagram is, as far as the interfaces in use tell. Is asked for each
	 * datagram: makes no garbage, and waits for nobody.
	 */
	Origin origin(InetSocketAddress source) {
		List<InterfaceChannel> all = this.channels;
		for (int i = 0; i < all.size(); i++) {
			if (all.get(i).localAddress().equals(source)) {
				return all.get(i).origin();
			}
		}
		return Origin.OTHER;
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
		// Ours at any time: remembered first, let go then
		before.stream().filter((channel) -> !after.contains(channel)).forEach(this::retire);
		this.channels = List.copyOf(after);
		this.problems = List.copyOf(found);
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
			.filter((channel) -> channel.binding().place().equals(selected.place()))
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
		this.former.add(channel.localAddress());
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
