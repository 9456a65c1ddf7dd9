package io.macula.gossip.announcement;

import java.util.List;

import io.macula.gossip.NodeName;
import org.jspecify.annotations.Nullable;

/**
 * Format of Elixir's libcluster, strategy {@code Cluster.Strategy.Gossip} (libcluster
 * 3.5).
 * <p>
 * An announcement is {@code heartbeat::} and the Erlang external term
 * <code>#{node => 'name@host'}</code>. With a secret it is encrypted: 16 random bytes,
 * then AES-256-CBC with the SHA-256 of the secret as key and PKCS#7 padding. That keeps
 * strangers out but is no signature: it does not tell who of those with the secret sent
 * it. There is no farewell.
 */
public final class LibclusterFormat implements AnnouncementFormat {

	private final List<Secret> secrets;

	private final int cacheSize;

	/**
	 * Create a format.
	 * @param secrets the secrets that are accepted, the first of which encrypts; empty
	 * for none
	 * @param cacheSize how many announcements a decoder remembers so as not to read them
	 * again, at least 1
	 */
	public LibclusterFormat(List<Secret> secrets, int cacheSize) {
		this.secrets = List.copyOf(secrets);
		this.cacheSize = cacheSize;
	}

	@Override
	public byte[] announcement(NodeName node) {
		byte[] heartbeat = NodeTerm.heartbeat(node);
		return this.secrets.isEmpty() ? heartbeat : new HeartbeatCipher(this.secrets.get(0)).encrypt(heartbeat);
	}

	@Override
	public byte @Nullable [] farewell(NodeName node, long epochMillis) {
		return null;
	}

	@Override
	public AnnouncementDecoder newDecoder() {
		// Encrypted announcements of one node differ each time, so there is nothing to
		// remember.
		LibclusterDecoder decoder = new LibclusterDecoder(this.secrets);
		return this.secrets.isEmpty() ? new CachingDecoder(decoder, this.cacheSize) : decoder;
	}

}
