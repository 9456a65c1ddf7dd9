package io.macula.gossip.announcement;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Key that the nodes of a cluster share. Never shown: neither text nor bytes can be read
 * back from it.
 */
public final class Secret {

	private static final String ALGORITHM = "HmacSHA256";

	private final SecretKeySpec key;

	private Secret(byte[] bytes) {
		this.key = new SecretKeySpec(bytes, ALGORITHM);
	}

	/**
	 * Return the secret that a text holds.
	 * @param text the text, taken as UTF-8
	 * @return the secret
	 * @throws IllegalArgumentException if the text is empty
	 */
	public static Secret of(String text) {
		return new Secret(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Return the secret that bytes are.
	 * @param bytes the bytes, at least one
	 * @return the secret
	 */
	static Secret of(byte[] bytes) {
		return new Secret(bytes);
	}

	/**
	 * Make a message authentication code for use by one thread.
	 * @return an HMAC-SHA256 with this key
	 */
	Mac newMac() {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.key);
			return mac;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This Java runtime has no " + ALGORITHM, ex);
		}
	}

	/**
	 * Return a key for encryption.
	 * @return the SHA-256 of the secret
	 */
	byte[] sha256() {
		try {
			return MessageDigest.getInstance("SHA-256").digest(this.key.getEncoded());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This Java runtime has no SHA-256", ex);
		}
	}

	@Override
	public String toString() {
		return "Secret[hidden]";
	}

}
