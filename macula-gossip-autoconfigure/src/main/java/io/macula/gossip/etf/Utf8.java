package io.macula.gossip.etf;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * UTF-8 that never replaces what it cannot convert, as the JDK's String methods do.
 */
final class Utf8 {

	private Utf8() {
	}

	static @Nullable String decode(byte[] bytes) {
		if (isAscii(bytes)) {
			return new String(bytes, StandardCharsets.ISO_8859_1);
		}
		try {
			// A fresh decoder reports malformed input
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
		}
		catch (CharacterCodingException ex) {
			return null;
		}
	}

	static byte[] encode(String text) {
		if (isAscii(text)) {
			return text.getBytes(StandardCharsets.ISO_8859_1);
		}
		try {
			ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
			byte[] bytes = new byte[encoded.remaining()];
			encoded.get(bytes);
			return bytes;
		}
		catch (CharacterCodingException ex) {
			throw new IllegalArgumentException("A text with half of a surrogate pair has no UTF-8 form", ex);
		}
	}

	private static boolean isAscii(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) >= 0x80) {
				return false;
			}
		}
		return true;
	}

	private static boolean isAscii(byte[] bytes) {
		for (byte each : bytes) {
			if (each < 0) {
				return false;
			}
		}
		return true;
	}

}
