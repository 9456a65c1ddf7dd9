package io.macula.gossip.distribution.handshake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The key that two nodes must share to link: Erlang's magic cookie. It is never sent,
 * only digests made with it, and {@link #toString()} does not show it. Immutable; equal
 * by text.
 * <p>
 * Source: ERTS User's Guide, "Distribution Protocol", section "Distribution Handshake".
 */
public final class Cookie {

	/**
	 * The most characters that a cookie can have, as it is an atom in Erlang.
	 */
	public static final int MAX_LENGTH = 255;

	private final byte[] text;

	private Cookie(byte[] text) {
		this.text = text;
	}

	/**
	 * Return the cookie of a text.
	 * @param text 1 to {@value #MAX_LENGTH} characters of ISO 8859-1, as all that Erlang
	 * can make a digest of
	 * @return the cookie
	 * @throws IllegalArgumentException if the text is empty, too long or has other
	 * characters; the message does not repeat it
	 */
	public static Cookie of(String text) {
		if (text.isEmpty() || text.length() > MAX_LENGTH) {
			throw new IllegalArgumentException(
					"A cookie has 1 to %d characters; this one has %d".formatted(MAX_LENGTH, text.length()));
		}
		if (!StandardCharsets.ISO_8859_1.newEncoder().canEncode(text)) {
			throw new IllegalArgumentException(
					"A cookie has only characters of ISO 8859-1, best those of ASCII; this one has others");
		}
		return new Cookie(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	/**
	 * Return the digest that answers a challenge: MD5 over the cookie and the challenge's
	 * decimal digits.
	 * @param challenge the challenge, 32 bits without a sign
	 * @return the digest, 16 bytes
	 */
	public byte[] digest(int challenge) {
		try {
			MessageDigest md5 = MessageDigest.getInstance("MD5");
			md5.update(this.text);
			return md5.digest(Integer.toUnsignedString(challenge).getBytes(StandardCharsets.US_ASCII));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("This JVM has no MD5, which Erlang's distribution needs: "
					+ "allow it in the security settings or use connection mode 'heartbeat'", ex);
		}
	}

	boolean answers(int challenge, byte[] digest) {
		return MessageDigest.isEqual(digest(challenge), digest);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Cookie cookie && MessageDigest.isEqual(this.text, cookie.text);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.text);
	}

	@Override
	public String toString() {
		return "Cookie[not shown]";
	}

}
