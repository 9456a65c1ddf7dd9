package io.macula.gossip.announcement;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import io.macula.gossip.NodeName;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams with which a node is asked to prove that it has the key, and does. They
 * are this product's own, the same beside either {@link AnnouncementFormat}.
 * <p>
 * A question is {@code MACULA_ASK:}, a nonce as 32 hexadecimal digits, hyphens,
 * {@code +}, the name of the node that is asked in UTF-8, and the HMAC-SHA256 of all that
 * as 64 digits. The answer is {@code MACULA_PROOF:}, the same nonce, the TCP port for
 * links as 4 digits, the incarnation as 8, hyphens, {@code +}, the name, and the HMAC of
 * all that, made with the key that the question was made with. What stands first says in
 * either MAC which of the two it is. There are as many hyphens as make both equally long,
 * and their length a multiple of 16 bytes.
 * <p>
 * Neither holds a {@code |}: the original ignores datagrams without one. libcluster with
 * a secret warns of those whose length is no multiple of 16 (3.5, {@code decrypt}).
 * Immutable and thread-safe but for the {@link Decoder}.
 */
public final class ProofFormat {

	/**
	 * How many bytes a nonce has.
	 */
	public static final int NONCE_BYTES = 16;

	private static final byte[] ASK_PREFIX = "MACULA_ASK:".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] PROOF_PREFIX = "MACULA_PROOF:".getBytes(StandardCharsets.US_ASCII);

	private static final byte PADDING = '-';

	private static final byte PADDING_END = '+';

	private static final int BLOCK_BYTES = 16;

	private static final byte[] KEY_LABEL = "macula-proof".getBytes(StandardCharsets.US_ASCII);

	private static final int NONCE_DIGITS = 2 * NONCE_BYTES;

	private static final int PORT_DIGITS = 4;

	private static final int INCARNATION_DIGITS = 8;

	private static final int MAC_DIGITS = 2 * SignatureVerifier.MAC_BYTES;

	private static final int MAX_PORT = 65535;

	private static final HexFormat HEX = HexFormat.of().withUpperCase();

	private final List<Secret> keys;

	/**
	 * Create a format.
	 * @param keys the keys that are accepted, the first of which is this node's own; at
	 * least one
	 */
	public ProofFormat(List<Secret> keys) {
		this.keys = List.copyOf(keys);
	}

	/**
	 * Derive a key that gives away neither of what it is made of.
	 * @param secret the secret of the announcements, or empty
	 * @param cookie the cookie of the links, or empty
	 * @return the HMAC-SHA256, with the label {@code macula-proof}, of both: the HKDF
	 * extract step of RFC 5869
	 */
	public static Secret key(String secret, String cookie) {
		byte[] first = secret.getBytes(StandardCharsets.UTF_8);
		byte[] second = cookie.getBytes(StandardCharsets.UTF_8);
		byte[] both = ByteBuffer.allocate(Integer.BYTES + first.length + second.length)
			.putInt(first.length)
			.put(first)
			.put(second)
			.array();
		return Secret.of(Secret.of(KEY_LABEL).newMac().doFinal(both));
	}

	/**
	 * Return how many keys there are.
	 * @return one or more
	 */
	public int keys() {
		return this.keys.size();
	}

	/**
	 * Return a question.
	 * @param node the node to ask
	 * @param nonce {@value #NONCE_BYTES} bytes that nobody can foresee
	 * @param key which of the keys to ask with, from 0
	 * @return the bytes to send
	 */
	public byte[] ask(NodeName node, byte[] nonce, int key) {
		return signed(key, ASK_PREFIX, HEX.formatHex(nonce), "", node);
	}

	/**
	 * Return the answer to a question.
	 * @param ask the question
	 * @param port the TCP port at which this node accepts links, 1 to 65535
	 * @param incarnation the incarnation of this node, 0 to 4294967295; 0 for none yet
	 * @return the bytes to send, as many as the question has
	 */
	public byte[] proof(Decoded.Ask ask, int port, long incarnation) {
		String numbers = HEX.toHexDigits(port, PORT_DIGITS) + HEX.toHexDigits(incarnation, INCARNATION_DIGITS);
		return signed(ask.key(), PROOF_PREFIX, ask.nonce(), numbers, ask.node());
	}

	/**
	 * Make a decoder for one receiving thread.
	 * @return a new decoder
	 */
	public Decoder newDecoder() {
		return new Decoder(this.keys);
	}

	private byte[] signed(int key, byte[] prefix, String nonce, String numbers, NodeName node) {
		byte[] name = node.value().getBytes(StandardCharsets.UTF_8);
		int least = PROOF_PREFIX.length + NONCE_DIGITS + PORT_DIGITS + INCARNATION_DIGITS + 1 + name.length
				+ MAC_DIGITS;
		ByteBuffer whole = ByteBuffer.allocate((least + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES)
			.put(prefix)
			.put((nonce + numbers).getBytes(StandardCharsets.US_ASCII));
		while (whole.remaining() > 1 + name.length + MAC_DIGITS) {
			whole.put(PADDING);
		}
		whole.put(PADDING_END).put(name);
		byte[] mac = this.keys.get(key).newMac().doFinal(Arrays.copyOf(whole.array(), whole.position()));
		return whole.put(HEX.formatHex(mac).getBytes(StandardCharsets.US_ASCII)).array();
	}

	/**
	 * Reads questions and answers. Not thread-safe.
	 */
	public static final class Decoder {

		private final SignatureVerifier signatures;

		private Decoder(List<Secret> keys) {
			this.signatures = new SignatureVerifier(keys);
		}

		/**
		 * Read one datagram. Nothing that arrives makes it throw.
		 * @param buffer holds the datagram from its first byte; not kept and not changed
		 * @param length how many bytes the datagram has
		 * @return a question, an answer, or why it is neither; {@code null} if it does
		 * not look like either
		 */
		public @Nullable Decoded decode(byte[] buffer, int length) {
			boolean ask = MaculaDecoder.startsWith(buffer, length, ASK_PREFIX);
			if (!ask && !MaculaDecoder.startsWith(buffer, length, PROOF_PREFIX)) {
				return null;
			}
			int nonce = ask ? ASK_PREFIX.length : PROOF_PREFIX.length;
			int numbers = nonce + NONCE_DIGITS;
			int numbersEnd = numbers + (ask ? 0 : PORT_DIGITS + INCARNATION_DIGITS);
			int mac = length - MAC_DIGITS;
			int name = afterPadding(buffer, numbersEnd, mac);
			if (mac <= name) {
				return Decoded.Refusal.MALFORMED;
			}
			int key = this.signatures.verifiedBy(buffer, mac, mac, length);
			if (key == -1) {
				return Decoded.Refusal.FORGED;
			}
			String text = MaculaDecoder.text(buffer, name, mac);
			if (!NodeName.isValid(text) || !SignatureVerifier.isHexadecimal(buffer, nonce, numbersEnd)) {
				return Decoded.Refusal.MALFORMED;
			}
			String digits = MaculaDecoder.text(buffer, nonce, numbers);
			return ask ? new Decoded.Ask(new NodeName(text), digits, key)
					: proof(new NodeName(text), digits, buffer, numbers, numbersEnd, key);
		}

		/**
		 * Return where the name begins, or the end if it does not.
		 */
		private static int afterPadding(byte[] buffer, int start, int end) {
			int position = start;
			while (position < end && buffer[position] == PADDING) {
				position++;
			}
			return (position < end && buffer[position] == PADDING_END) ? position + 1 : Math.max(start, end);
		}

		private static Decoded proof(NodeName node, String nonce, byte[] buffer, int start, int end, int key) {
			String numbers = MaculaDecoder.text(buffer, start, end);
			int port = HexFormat.fromHexDigits(numbers, 0, PORT_DIGITS);
			long incarnation = HexFormat.fromHexDigitsToLong(numbers, PORT_DIGITS, PORT_DIGITS + INCARNATION_DIGITS);
			return (port >= 1 && port <= MAX_PORT) ? new Decoded.Proof(node, nonce, port, incarnation, key)
					: Decoded.Refusal.MALFORMED;
		}

	}

}
