package io.macula.gossip.announcement;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;

import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * Encrypts and decrypts the announcements of libcluster. Not thread-safe.
 */
final class HeartbeatCipher {

	private static final int BLOCK_BYTES = 16;

	private static final SecureRandom RANDOM = new SecureRandom();

	private final SecretKeySpec key;

	private final Cipher cipher;

	HeartbeatCipher(Secret secret) {
		this.key = new SecretKeySpec(secret.sha256(), "AES");
		try {
			this.cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This Java runtime has no AES", ex);
		}
	}

	byte[] encrypt(byte[] plain) {
		byte[] start = new byte[BLOCK_BYTES];
		RANDOM.nextBytes(start);
		return encrypt(plain, start);
	}

	byte[] encrypt(byte[] plain, byte[] start) {
		try {
			this.cipher.init(Cipher.ENCRYPT_MODE, this.key, new IvParameterSpec(start));
			byte[] encrypted = Arrays.copyOf(start, BLOCK_BYTES + this.cipher.getOutputSize(plain.length));
			this.cipher.doFinal(plain, 0, plain.length, encrypted, BLOCK_BYTES);
			return encrypted;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return what was encrypted, or {@code null} if it was not encrypted with this key.
	 */
	byte @Nullable [] decrypt(byte[] buffer, int length) {
		if (length < 2 * BLOCK_BYTES || length % BLOCK_BYTES != 0) {
			return null;
		}
		try {
			this.cipher.init(Cipher.DECRYPT_MODE, this.key, new IvParameterSpec(buffer, 0, BLOCK_BYTES));
			return this.cipher.doFinal(buffer, BLOCK_BYTES, length - BLOCK_BYTES);
		}
		catch (BadPaddingException ex) {
			return null;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
