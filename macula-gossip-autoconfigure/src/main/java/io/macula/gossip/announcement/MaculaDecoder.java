package io.macula.gossip.announcement;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import io.macula.gossip.NodeName;

/**
 * Reads datagrams of the {@link MaculaFormat}.
 */
final class MaculaDecoder implements AnnouncementDecoder {

	private static final int SIGNATURE_DIGITS = 2 * SignatureVerifier.MAC_BYTES;

	private static final int MAX_TIME_DIGITS = 18;

	private final SignatureVerifier signatures;

	MaculaDecoder(List<Secret> secrets) {
		this.signatures = new SignatureVerifier(secrets);
	}

	@Override
	public Decoded decode(byte[] buffer, int length) {
		if (startsWith(buffer, length, MaculaFormat.ANNOUNCEMENT_PREFIX)) {
			return decodeAnnouncement(buffer, length);
		}
		if (startsWith(buffer, length, MaculaFormat.FAREWELL_PREFIX)) {
			return decodeFarewell(buffer, length);
		}
		return Decoded.Refusal.FOREIGN;
	}

	private Decoded decodeAnnouncement(byte[] buffer, int length) {
		int separator = indexOf(buffer, length, MaculaFormat.ANNOUNCEMENT_SEPARATOR);
		if (this.signatures.isRequired()) {
			if (separator == -1) {
				return Decoded.Refusal.UNSIGNED;
			}
			if (!this.signatures.verify(buffer, separator, separator + 1, length)) {
				return Decoded.Refusal.FORGED;
			}
		}
		int end = (separator != -1) ? separator : length;
		String name = text(buffer, MaculaFormat.ANNOUNCEMENT_PREFIX.length, end);
		return NodeName.isValid(name) ? new Decoded.Announcement(new NodeName(name)) : Decoded.Refusal.MALFORMED;
	}

	private Decoded decodeFarewell(byte[] buffer, int length) {
		int start = MaculaFormat.FAREWELL_PREFIX.length;
		int end = length;
		int signature = length - SIGNATURE_DIGITS;
		// A time has far fewer digits, so a last part of this many is a signature.
		boolean signed = signature - 1 > start && buffer[signature - 1] == MaculaFormat.FAREWELL_SEPARATOR
				&& SignatureVerifier.isHexadecimal(buffer, signature, length);
		if (signed) {
			end = signature - 1;
		}
		if (this.signatures.isRequired()) {
			if (!signed) {
				return Decoded.Refusal.UNSIGNED;
			}
			if (!this.signatures.verify(buffer, end, signature, length)) {
				return Decoded.Refusal.FORGED;
			}
		}
		return farewell(text(buffer, start, end));
	}

	private Decoded farewell(String text) {
		int separator = text.lastIndexOf(MaculaFormat.FAREWELL_SEPARATOR);
		String time = text.substring(separator + 1);
		boolean hasTime = separator != -1 && !time.isEmpty() && time.length() <= MAX_TIME_DIGITS
				&& time.chars().allMatch((character) -> character >= '0' && character <= '9');
		if (!hasTime || !NodeName.isValid(text.substring(0, separator))) {
			return Decoded.Refusal.MALFORMED;
		}
		return new Decoded.Farewell(new NodeName(text.substring(0, separator)), Long.parseLong(time));
	}

	static boolean startsWith(byte[] buffer, int length, byte[] prefix) {
		return length >= prefix.length && Arrays.equals(buffer, 0, prefix.length, prefix, 0, prefix.length);
	}

	private static int indexOf(byte[] buffer, int length, byte wanted) {
		for (int i = 0; i < length; i++) {
			if (buffer[i] == wanted) {
				return i;
			}
		}
		return -1;
	}

	/**
	 * Bytes that are not UTF-8 become U+FFFD, which no announcement is allowed to hold.
	 */
	static String text(byte[] buffer, int start, int end) {
		String text = new String(buffer, start, end - start, StandardCharsets.UTF_8);
		return (text.indexOf('\uFFFD') == -1) ? text : "";
	}

}
