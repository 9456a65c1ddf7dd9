package io.macula.gossip.service;

import io.macula.gossip.message.MessageObserver;

/**
 * Has the messages of a cluster observed. Not for applications, which have it from the
 * auto-configuration.
 */
public final class ObservedMessages {

	private ObservedMessages() {
	}

	/**
	 * Have messages observed.
	 * @param observer measures and traces
	 * @param builder builds the cluster
	 */
	public static void by(MessageObserver observer, GossipClusterBuilder builder) {
		builder.options.messageObserver = observer;
	}

}
