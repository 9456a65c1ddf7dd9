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

	private List<InterfaceChannel> open = List.of();

	private volatile List<InterfaceChannel> inUse = List.of();

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

	/**
	 * Return the sockets of the interfaces in use.
	 */
	List<InterfaceChannel> inUse() {
		return this.inUse;
	}

	/**
	 * Return the interfaces whose sockets are open, in use or not yet.
	 */
	synchronized List<InterfaceBinding> bindings() {
		return this.open.stream().map(InterfaceChannel::binding).toList();
	}

	/**
	 * Say whose a datagram is, as far as the interfaces in use tell. Is asked for each
	 * datagram: makes no garbage, and waits for nobody.
	 */
	Origin origin(InetSocketAddress source) {
		List<InterfaceChannel> all = this.inUse;
		for (int i = 0; i < all.size(); i++) {
			if (all.get(i).localAddress().equals(source)) {
				return all.get(i).origin();
			}
		}
		return Origin.OTHER;
	}

	/**
	 * Close the sockets of all interfaces but these, and open those of these, which are
	 * in use from {@link #use()} on.
	 * @return the interfaces whose sockets are open, and why others' are not
	 */
	synchronized InterfaceBindings prepare(InterfaceBindings wanted, long now) {
		if (this.closed) {
			return new InterfaceBindings(List.of(), List.of());
		}
		List<InterfaceChannel> before = this.open;
		List<InterfaceChannel> after = new ArrayList<>();
		List<String> problems = new ArrayList<>(wanted.problems());
		this.failures.keySet().retainAll(wanted.interfaces().stream().map(InterfaceBinding::place).toList());
		for (InterfaceBinding binding : wanted.interfaces()) {
			InterfaceChannel channel = find(before, binding);
			if (channel == null) {
				channel = tryToOpen(binding, now, problems);
			}
			if (channel != null) {
				after.add(channel);
			}
		}
		this.open = List.copyOf(after);
		// Ours at any time: remembered first, let go then
		before.stream().filter((channel) -> !after.contains(channel)).forEach(this::retire);
		this.inUse = this.inUse.stream().filter(after::contains).toList();
		return new InterfaceBindings(bindings(), problems);
	}

	/**
	 * Use all whose sockets are open.
	 * @return their sockets
	 */
	synchronized List<InterfaceChannel> use() {
		this.inUse = this.open;
		return this.inUse;
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		this.open.forEach(this::retire);
		this.open = List.of();
		this.inUse = List.of();
	}

	private @Nullable InterfaceChannel find(List<InterfaceChannel> channels, InterfaceBinding binding) {
		return channels.stream()
			.filter((channel) -> channel.binding().place().equals(binding.place()))
			.findFirst()
			.orElse(null);
	}

	private @Nullable InterfaceChannel tryToOpen(InterfaceBinding binding, long now, List<String> problems) {
		Failure failure = this.failures.get(binding.place());
		if (failure == null || now - failure.retryAt() >= 0) {
			try {
				InterfaceChannel channel = this.opener.open(binding);
				this.failures.remove(binding.place());
				return channel;
			}
			catch (IOException | RuntimeException ex) {
				Backoff backoff = (failure != null) ? failure.backoff() : new Backoff(FIRST_PAUSE, LONGEST_PAUSE, null);
				failure = new Failure(String.valueOf(ex.getMessage()), backoff, now + backoff.nextNanos());
				this.failures.put(binding.place(), failure);
			}
		}
		problems.add("Interface '%s' with %s cannot be used: %s. It is tried again.".formatted(binding.name(),
				binding.address().getHostAddress(), failure.cause()));
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

		InterfaceChannel open(InterfaceBinding binding) throws IOException;

	}

	private record Failure(String cause, Backoff backoff, long retryAt) {

	}

}
