package io.macula.gossip.distribution.epmd;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Numbers and limits of the EPMD protocol (ERTS User's Guide, "Distribution Protocol",
 * section "EPMD Protocol"). Every integer on the wire is big-endian; every request is
 * preceded by its length in two bytes, no answer is.
 */
final class EpmdProtocol {

	static final byte ALIVE2_REQ = 120;

	static final byte ALIVE2_RESP = 121;

	static final byte ALIVE2_X_RESP = 118;

	static final byte PORT_PLEASE2_REQ = 122;

	static final byte PORT2_RESP = 119;

	static final byte NAMES_REQ = 110;

	static final byte DUMP_REQ = 100;

	static final byte KILL_REQ = 107;

	static final byte STOP_REQ = 115;

	static final byte NORMAL_NODE = 77;

	static final byte HIDDEN_NODE = 72;

	static final byte TCP_IP = 0;

	static final byte OK = 0;

	static final byte REFUSED = 1;

	/**
	 * Lowest "highest version" of a node that understands 32-bit creations and so gets an
	 * {@code ALIVE2_X_RESP}.
	 */
	static final int FIRST_VERSION_WITH_BIG_CREATION = 6;

	/**
	 * Most characters of a name, as in epmd itself; {@value #MAX_NAME_BYTES} bytes at
	 * most.
	 */
	static final int MAX_NAME_LENGTH = 255;

	static final int MAX_NAME_BYTES = 4 * MAX_NAME_LENGTH;

	static final int MAX_EXTRA_BYTES = MAX_NAME_BYTES;

	/**
	 * Bytes of an {@code ALIVE2_REQ} beside its name and its extra bytes.
	 */
	static final int ALIVE2_REQ_OVERHEAD = 13;

	static final int MAX_REQUEST_BYTES = ALIVE2_REQ_OVERHEAD + MAX_NAME_BYTES + MAX_EXTRA_BYTES;

	private EpmdProtocol() {
	}

	/**
	 * Say whether a text can be registered: the part of a node name before the {@code @}.
	 * @param name the text
	 * @return whether it has 1 to {@value #MAX_NAME_LENGTH} characters, none of which
	 * could forge a line of a NAMES answer
	 */
	static boolean isName(String name) {
		int length = name.codePointCount(0, name.length());
		return length > 0 && length <= MAX_NAME_LENGTH && name.codePoints().allMatch(EpmdProtocol::isAllowed);
	}

	/**
	 * Say whether a text can be asked for, as epmd has it: it may be one that nobody
	 * could register.
	 * @param name the text
	 * @return whether it has 1 to {@value #MAX_NAME_LENGTH} characters, and no NUL
	 */
	static boolean canBeLookedUp(String name) {
		int length = name.codePointCount(0, name.length());
		return length > 0 && length <= MAX_NAME_LENGTH && name.indexOf(0) < 0;
	}

	private static boolean isAllowed(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.SPACE_SEPARATOR,
					Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
				false;
			default -> codePoint != '@';
		};
	}

	/**
	 * Read UTF-8 strictly.
	 * @param bytes the bytes, all of which are consumed
	 * @return the text, or {@code null} if the bytes are not UTF-8
	 */
	static @Nullable String decode(ByteBuffer bytes) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
		}
		catch (CharacterCodingException ex) {
			return null;
		}
	}

	static byte[] encode(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Put a length before a request that carries at most a name.
	 * @param opcode what is asked for
	 * @param body what follows the opcode
	 * @return the bytes to send
	 */
	static byte[] request(byte opcode, byte[] body) {
		return ByteBuffer.allocate(3 + body.length).putShort((short) (1 + body.length)).put(opcode).put(body).array();
	}

}
