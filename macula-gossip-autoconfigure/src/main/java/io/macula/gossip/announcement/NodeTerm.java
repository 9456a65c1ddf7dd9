package io.macula.gossip.announcement;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.macula.gossip.NodeName;

/**
 * The one term that libcluster sends: <code>#{node => 'name@host'}</code>. Tags are those
 * of the ERTS User's Guide, External Term Format.
 */
final class NodeTerm {

	private static final byte[] PREFIX = "heartbeat::".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] MAP_OF_ONE = { (byte) 131, 116, 0, 0, 0, 1 };

	private static final int ATOM_EXT = 100;

	private static final int SMALL_ATOM_EXT = 115;

	private static final int ATOM_UTF8_EXT = 118;

	private static final int SMALL_ATOM_UTF8_EXT = 119;

	private static final String KEY = "node";

	private NodeTerm() {
	}

	static boolean isHeartbeat(byte[] buffer, int length) {
		return startsWith(buffer, 0, length, PREFIX);
	}

	/**
	 * Write the announcement as OTP up to 25 does: Latin-1 where that is enough. Every
	 * release reads both.
	 */
	static byte[] heartbeat(NodeName node) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes(PREFIX);
		bytes.writeBytes(MAP_OF_ONE);
		writeAtom(bytes, KEY);
		writeAtom(bytes, node.value());
		return bytes.toByteArray();
	}

	/**
	 * Read what follows the prefix: a map of one pair, and nothing after it.
	 */
	static Decoded decode(byte[] buffer, int length) {
		int position = PREFIX.length;
		if (!startsWith(buffer, position, length, MAP_OF_ONE)) {
			return Decoded.Refusal.MALFORMED;
		}
		position += MAP_OF_ONE.length;
		int keyEnd = atomEnd(buffer, position, length);
		if (keyEnd == -1 || !KEY.equals(atom(buffer, position, keyEnd))) {
			return Decoded.Refusal.MALFORMED;
		}
		if (atomEnd(buffer, keyEnd, length) != length) {
			return Decoded.Refusal.MALFORMED;
		}
		String name = atom(buffer, keyEnd, length);
		return (name.indexOf('\uFFFD') == -1 && NodeName.isValid(name)) ? new Decoded.Announcement(new NodeName(name))
				: Decoded.Refusal.MALFORMED;
	}

	private static void writeAtom(ByteArrayOutputStream bytes, String text) {
		boolean latin1 = StandardCharsets.ISO_8859_1.newEncoder().canEncode(text);
		byte[] encoded = text.getBytes(latin1 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
		boolean small = !latin1 && encoded.length < 256;
		bytes.write(latin1 ? ATOM_EXT : (small ? SMALL_ATOM_UTF8_EXT : ATOM_UTF8_EXT));
		if (!small) {
			bytes.write(encoded.length >>> 8);
		}
		bytes.write(encoded.length);
		bytes.writeBytes(encoded);
	}

	/**
	 * Return where the atom that begins at a position ends, or -1 if none is there whole.
	 */
	private static int atomEnd(byte[] buffer, int position, int length) {
		if (position + 3 > length) {
			return -1;
		}
		int end = switch (buffer[position]) {
			case SMALL_ATOM_EXT, SMALL_ATOM_UTF8_EXT -> position + 2 + (buffer[position + 1] & 0xFF);
			case ATOM_EXT, ATOM_UTF8_EXT ->
				position + 3 + ((buffer[position + 1] & 0xFF) << 8 | buffer[position + 2] & 0xFF);
			default -> length + 1;
		};
		return (end <= length) ? end : -1;
	}

	private static String atom(byte[] buffer, int position, int end) {
		int tag = buffer[position];
		boolean small = tag == SMALL_ATOM_EXT || tag == SMALL_ATOM_UTF8_EXT;
		Charset charset = (tag == ATOM_EXT || tag == SMALL_ATOM_EXT) ? StandardCharsets.ISO_8859_1
				: StandardCharsets.UTF_8;
		int start = position + (small ? 2 : 3);
		return new String(buffer, start, end - start, charset);
	}

	private static boolean startsWith(byte[] buffer, int position, int length, byte[] wanted) {
		return position + wanted.length <= length
				&& Arrays.equals(buffer, position, position + wanted.length, wanted, 0, wanted.length);
	}

}
