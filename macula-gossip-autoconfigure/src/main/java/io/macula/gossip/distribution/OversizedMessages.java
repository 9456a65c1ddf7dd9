package io.macula.gossip.distribution;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Counts what came from other nodes and was dropped as it was too large, by itself or for
 * the memory that was left, and tells once for each link. Safe for use by several
 * threads.
 */
final class OversizedMessages {

	private static final Log logger = LogFactory.getLog(OversizedMessages.class);

	private final DroppedMessages drops;

	private final Set<Link> told = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	OversizedMessages(DroppedMessages drops) {
		this.drops = drops;
	}

	/**
	 * Take note of a message that was dropped.
	 * @param link the link that it came by
	 * @param reason why, in words
	 */
	void add(Link link, String reason) {
		this.drops.count(1);
		if (this.told.add(link)) {
			logger.warn(
					"A message from %s was dropped: %s. Further ones are counted only".formatted(link.name(), reason));
		}
	}

}
