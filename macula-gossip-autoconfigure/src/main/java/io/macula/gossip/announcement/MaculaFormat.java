package io.macula.gossip.announcement;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

import io.macula.gossip.NodeName;

/**
 * Format of Erlang's {@code macula_cluster_gossip} (macula 0.20.5).
 * <p>
 * An announcement is {@code MACULA_GOSSIP:} and the node name in UTF-8; with a secret,
 * {@code |} and the HMAC-SHA256 of every byte before it as 64 upper-case hexadecimal
 * digits follow. The farewell is this product's own: {@code MACULA_FAREWELL:}, the name,
 * {@code #}, the time in milliseconds, and with a secret {@code #} and the HMAC of what
 * stands before it. It holds no {@code |}, since the original ignores a datagram without
 * one but dies of a validly signed one with another prefix.
 */
public final class MaculaFormat implements AnnouncementFormat {

	static final byte[] ANNOUNCEMENT_PREFIX = "MACULA_GOSSIP:".getBytes(StandardCharsets.US_ASCII);

	static final byte[] FAREWELL_PREFIX = "MACULA_FAREWELL:".getBytes(StandardCharsets.US_ASCII);

	static final byte ANNOUNCEMENT_SEPARATOR = '|';

	static final byte FAREWELL_SEPARATOR = '#';

	private static final HexFormat HEX = HexFormat.of().withUpperCase();

	private final List<Secret> secrets;

	private final int cacheSize;

	/**
	 * Create a format.
	 * @param secrets the secrets that are accepted, the first of which signs; empty for
	 * none
	 * @param cacheSize how many announcements a decoder remembers so as not to verify
	 * them again, at least 1
	 */
	public MaculaFormat(List<Secret> secrets, int cacheSize) {
		this.secrets = List.copyOf(secrets);
		this.cacheSize = cacheSize;
	}

	@Override
	public byte[] announcement(NodeName node) {
		byte[] name = node.value().getBytes(StandardCharsets.UTF_8);
		return signed(concatenate(ANNOUNCEMENT_PREFIX, name), ANNOUNCEMENT_SEPARATOR);
	}

	@Override
	public byte[] farewell(NodeName node, long epochMillis) {
		byte[] text = (node.value() + (char) FAREWELL_SEPARATOR + epochMillis).getBytes(StandardCharsets.UTF_8);
		return signed(concatenate(FAREWELL_PREFIX, text), FAREWELL_SEPARATOR);
	}

	@Override
	public AnnouncementDecoder newDecoder() {
		return new CachingDecoder(new MaculaDecoder(this.secrets), this.cacheSize);
	}

	private byte[] signed(byte[] content, byte separator) {
		if (this.secrets.isEmpty()) {
			return content;
		}
		byte[] mac = this.secrets.get(0).newMac().doFinal(content);
		byte[] digits = HEX.formatHex(mac).getBytes(StandardCharsets.US_ASCII);
		return concatenate(content, new byte[] { separator }, digits);
	}

	private static byte[] concatenate(byte[]... parts) {
		int length = 0;
		for (byte[] part : parts) {
			length += part.length;
		}
		ByteBuffer whole = ByteBuffer.allocate(length);
		for (byte[] part : parts) {
			whole.put(part);
		}
		return whole.array();
	}

}
