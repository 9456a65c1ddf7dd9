package io.macula.gossip.announcement;

import java.util.List;

/**
 * Reads datagrams of the {@link LibclusterFormat}.
 */
final class LibclusterDecoder implements AnnouncementDecoder {

	private final List<HeartbeatCipher> ciphers;

	LibclusterDecoder(List<Secret> secrets) {
		this.ciphers = secrets.stream().map(HeartbeatCipher::new).toList();
	}

	@Override
	public Decoded decode(byte[] buffer, int length) {
		if (this.ciphers.isEmpty()) {
			return NodeTerm.isHeartbeat(buffer, length) ? NodeTerm.decode(buffer, length) : Decoded.Refusal.FOREIGN;
		}
		if (NodeTerm.isHeartbeat(buffer, length)) {
			return Decoded.Refusal.UNSIGNED;
		}
		for (HeartbeatCipher cipher : this.ciphers) {
			byte[] plain = cipher.decrypt(buffer, length);
			if (plain != null && NodeTerm.isHeartbeat(plain, plain.length)) {
				return NodeTerm.decode(plain, plain.length);
			}
		}
		return Decoded.Refusal.FORGED;
	}

}
