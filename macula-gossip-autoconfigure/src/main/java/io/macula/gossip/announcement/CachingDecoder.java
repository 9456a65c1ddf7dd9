package io.macula.gossip.announcement;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import io.macula.gossip.NodeName;

/**
 * Remembers announcements. A node sends the same bytes every time, so one look-up stands
 * for the check of its signature and name, and makes no garbage.
 * <p>
 * Only what the delegate accepted is remembered, so nobody without the secret can fill
 * the memory; with no secret, filling it costs the sender more than it costs us. Of each
 * node only the last one is: who repeats an announcement can vary it, by the case of its
 * digits, without having the secret.
 */
final class CachingDecoder implements AnnouncementDecoder {

	private final AnnouncementDecoder delegate;

	private final int capacity;

	private final Map<Bytes, Decoded> accepted = new HashMap<>();

	private final Map<NodeName, Bytes> lastOf = new HashMap<>();

	private final Bytes probe = new Bytes(ThreadLocalRandom.current().nextLong());

	CachingDecoder(AnnouncementDecoder delegate, int capacity) {
		this.delegate = delegate;
		this.capacity = capacity;
	}

	@Override
	public Decoded decode(byte[] buffer, int length) {
		this.probe.wrap(buffer, length);
		Decoded known = this.accepted.get(this.probe);
		if (known != null) {
			return known;
		}
		Decoded decoded = this.delegate.decode(buffer, length);
		if (decoded instanceof Decoded.Announcement announcement) {
			remember(this.probe.copy(), announcement);
		}
		return decoded;
	}

	private void remember(Bytes bytes, Decoded.Announcement announcement) {
		Bytes before = this.lastOf.remove(announcement.node());
		if (before != null) {
			this.accepted.remove(before);
		}
		if (this.lastOf.size() >= this.capacity) {
			this.accepted.clear();
			this.lastOf.clear();
		}
		this.accepted.put(bytes, announcement);
		this.lastOf.put(announcement.node(), bytes);
	}

}
