package io.macula.gossip.service;

import java.util.List;

import io.macula.gossip.announcement.AnnouncementFormat;
import io.macula.gossip.announcement.LibclusterFormat;
import io.macula.gossip.announcement.MaculaFormat;
import io.macula.gossip.announcement.Secret;

/**
 * Wire formats of announcements.
 */
public enum Protocol {

	/**
	 * Erlang's {@code macula_cluster_gossip}.
	 */
	MACULA("230.1.1.251") {

		@Override
		AnnouncementFormat format(List<Secret> secrets, int cacheSize) {
			return new MaculaFormat(secrets, cacheSize);
		}

	},

	/**
	 * Elixir's libcluster, strategy {@code Cluster.Strategy.Gossip}.
	 */
	LIBCLUSTER("233.252.1.32") {

		@Override
		AnnouncementFormat format(List<Secret> secrets, int cacheSize) {
			return new LibclusterFormat(secrets, cacheSize);
		}

	};

	private final String defaultAddr;

	Protocol(String defaultAddr) {
		this.defaultAddr = defaultAddr;
	}

	abstract AnnouncementFormat format(List<Secret> secrets, int cacheSize);

	/**
	 * Return the multicast group that is announced to if none is set.
	 * @return an IPv4 address
	 */
	public String defaultAddr() {
		return this.defaultAddr;
	}

}
