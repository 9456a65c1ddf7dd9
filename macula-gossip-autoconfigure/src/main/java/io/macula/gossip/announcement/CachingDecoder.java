package io.macula.gossip.announcement;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Remembers announcements. A node sends the same bytes every time, so one look-up stands
 * for the check of its signature and name, and makes no garbage.
 * <p>
 * Only what the delegate accepted is remembered, so nobody without the secret can fill
 * the memory; with no secret, filling it costs the sender more than it costs us.
 */
final class CachingDecoder implements AnnouncementDecoder {

	private final AnnouncementDecoder delegate;

	private final int capacity;

	private final Map<Bytes, Decoded> accepted = new HashMap<>();

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
		if (decoded instanceof Decoded.Announcement) {
			if (this.accepted.size() >= this.capacity) {
				this.accepted.clear();
			}
			this.accepted.put(this.probe.copy(), decoded);
		}
		return decoded;
	}

}
