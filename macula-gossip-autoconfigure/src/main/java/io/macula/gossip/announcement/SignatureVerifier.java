package io.macula.gossip.announcement;

import java.security.MessageDigest;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.ShortBufferException;

/**
 * Verifies hexadecimal HMAC-SHA256 signatures against the accepted secrets, in constant
 * time for a given number of them. Not thread-safe.
 */
final class SignatureVerifier {

	static final int MAC_BYTES = 32;

	private final List<Mac> macs;

	private final byte[] expected = new byte[MAC_BYTES];

	private final byte[] received = new byte[MAC_BYTES];

	SignatureVerifier(List<Secret> secrets) {
		this.macs = secrets.stream().map(Secret::newMac).toList();
	}

	boolean isRequired() {
		return !this.macs.isEmpty();
	}

	/**
	 * Say whether the digits are the signature of what the buffer begins with.
	 * @param buffer holds the datagram
	 * @param contentEnd where the signed bytes end
	 * @param digitsStart where the digits begin
	 * @param digitsEnd where the digits end
	 * @return whether an accepted secret made the signature
	 */
	boolean verify(byte[] buffer, int contentEnd, int digitsStart, int digitsEnd) {
		return verifiedBy(buffer, contentEnd, digitsStart, digitsEnd) != -1;
	}

	/**
	 * Say whose signature of what the buffer begins with the digits are.
	 * @param buffer holds the datagram
	 * @param contentEnd where the signed bytes end
	 * @param digitsStart where the digits begin
	 * @param digitsEnd where the digits end
	 * @return which of the secrets made the signature, from 0, or -1 if none did
	 */
	int verifiedBy(byte[] buffer, int contentEnd, int digitsStart, int digitsEnd) {
		if (!readDigits(buffer, digitsStart, digitsEnd)) {
			return -1;
		}
		int signer = -1;
		for (int i = 0; i < this.macs.size(); i++) {
			Mac mac = this.macs.get(i);
			mac.update(buffer, 0, contentEnd);
			try {
				mac.doFinal(this.expected, 0);
			}
			catch (ShortBufferException ex) {
				throw new IllegalStateException(ex);
			}
			if (MessageDigest.isEqual(this.expected, this.received) && signer == -1) {
				signer = i;
			}
		}
		return signer;
	}

	static boolean isHexadecimal(byte[] buffer, int start, int end) {
		for (int i = start; i < end; i++) {
			if (Character.digit(buffer[i], 16) == -1) {
				return false;
			}
		}
		return true;
	}

	private boolean readDigits(byte[] buffer, int start, int end) {
		if (end - start != 2 * MAC_BYTES) {
			return false;
		}
		for (int i = 0; i < MAC_BYTES; i++) {
			int high = Character.digit(buffer[start + 2 * i], 16);
			int low = Character.digit(buffer[start + 2 * i + 1], 16);
			if (high == -1 || low == -1) {
				return false;
			}
			this.received[i] = (byte) (high << 4 | low);
		}
		return true;
	}

}
