package io.macula.gossip.membership;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.macula.gossip.NodeName;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that are known, of which there are only so many, and from one address only so
 * many of them. Who is up keeps its place. Changed by the owner of the {@link Membership}
 * alone.
 */
final class NodeTable implements Iterable<MemberEntry> {

	/**
	 * From how many names of one address on that are neither up nor being connected to it
	 * has to wait before it brings another one.
	 */
	private static final int MANY_IDLE = 256;

	/**
	 * How long: what a new name leads to costs more than to refuse hundreds.
	 */
	private static final long NEXT_NAME_NANOS = 16_000_000;

	/**
	 * Read by whoever has the view.
	 */
	private final Map<NodeName, MemberEntry> entries = new ConcurrentHashMap<>();

	private final MembershipView view = new MembershipView(this.entries);

	private final EvictionOrder order = new EvictionOrder();

	private final Map<InetAddress, Source> sources = new HashMap<>();

	private final int maxNodes;

	private final int maxPerSource;

	NodeTable(int maxNodes, int maxPerSource) {
		this.maxNodes = maxNodes;
		this.maxPerSource = maxPerSource;
	}

	MembershipView view() {
		return this.view;
	}

	int size() {
		return this.entries.size();
	}

	@Nullable MemberEntry get(NodeName node) {
		return this.entries.get(node);
	}

	/**
	 * Make room for a name that was heard.
	 * @param address where it came from
	 * @param now the time now
	 * @return {@code null}, or why there is none: {@link Hearing#FULL} or
	 * {@link Hearing#CROWDED}
	 */
	@Nullable Hearing makeRoom(InetAddress address, long now) {
		Source source = this.sources.get(address);
		if (source != null && source.idle.size() >= Math.min(MANY_IDLE, this.maxPerSource)
				&& now - source.lastNameAt < NEXT_NAME_NANOS) {
			return Hearing.CROWDED;
		}
		if (source != null && source.names >= this.maxPerSource && this.maxPerSource < this.maxNodes) {
			if (source.idle.isEmpty()) {
				return Hearing.CROWDED;
			}
			remove(source.idle.values().iterator().next());
			return null;
		}
		return (this.entries.size() < this.maxNodes || evict(false)) ? null : Hearing.FULL;
	}

	/**
	 * Make room for a node that is linked, by forgetting somebody who is not up.
	 * @return whether there is room
	 */
	boolean makeRoomForLinked() {
		return this.entries.size() < this.maxNodes || evict(true);
	}

	/**
	 * Add a name, for which there is room. Only {@link #update} puts it in order.
	 */
	MemberEntry add(NodeName node, InetAddress address, long now) {
		Source source = this.sources.computeIfAbsent(address, (key) -> new Source());
		MemberEntry entry = new MemberEntry(node, address, source, now);
		source.names++;
		source.lastNameAt = now;
		this.entries.put(node, entry);
		return entry;
	}

	void remove(MemberEntry entry) {
		if (this.entries.remove(entry.name, entry)) {
			leave(entry);
		}
	}

	/**
	 * The entry was heard or has changed.
	 */
	void update(MemberEntry entry) {
		this.order.update(entry);
	}

	/**
	 * Entries have changed as time passed.
	 */
	void updateAll(List<MemberEntry> changed) {
		changed.sort((first, second) -> Long.signum(first.lastHeardAt() - second.lastHeardAt()));
		changed.forEach(this.order::update);
	}

	boolean isOutdated(MemberEntry entry) {
		return this.order.isOutdated(entry);
	}

	List<MemberEntry> removeAll() {
		List<MemberEntry> all = new ArrayList<>(this.entries.values());
		all.forEach(this::remove);
		return all;
	}

	@Override
	public Iterator<MemberEntry> iterator() {
		Iterator<MemberEntry> iterator = this.entries.values().iterator();
		return new Iterator<>() {

			private @Nullable MemberEntry last;

			@Override
			public boolean hasNext() {
				return iterator.hasNext();
			}

			@Override
			public MemberEntry next() {
				MemberEntry next = iterator.next();
				this.last = next;
				return next;
			}

			@Override
			public void remove() {
				iterator.remove();
				if (this.last != null) {
					leave(this.last);
				}
			}

		};
	}

	private boolean evict(boolean forLinked) {
		MemberEntry first = this.order.first(forLinked);
		if (first != null) {
			remove(first);
		}
		return first != null;
	}

	private void leave(MemberEntry entry) {
		this.order.remove(entry);
		entry.source.names--;
		if (entry.source.names == 0) {
			this.sources.remove(entry.discoveredFrom);
		}
	}

}
