package io.macula.gossip.distribution.handshake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.handshake.HandshakeException.Reason;

/**
 * The bytes of the handshake's messages, version 6. RegisteredProcesses are in ISO
 * 8859-1, as OTP has them.
 * <p>
 * Source: ERTS User's Guide, "Distribution Protocol", section "Distribution Handshake".
 */
public final class HandshakeMessages {

	static final byte NAME = 'N';

	/**
	 * The tag of a name or a challenge of version 5, which OTP 25 gave up.
	 */
	static final byte OLD_NAME = 'n';

	private static final byte STATUS = 's';

	private static final byte REPLY = 'r';

	private static final byte ACK = 'a';

	private static final int DIGEST_LENGTH = 16;

	private HandshakeMessages() {
	}

	static byte[] name(HandshakeNode node) {
		byte[] name = encode(node.name());
		return ByteBuffer.allocate(15 + name.length)
			.put(NAME)
			.putLong(node.flags())
			.putInt((int) node.creation())
			.putShort((short) name.length)
			.put(name)
			.array();
	}

	static byte[] status(HandshakeStatus status) {
		return ("s" + status.text()).getBytes(StandardCharsets.US_ASCII);
	}

	static byte[] challenge(HandshakeNode node, int challenge) {
		byte[] name = encode(node.name());
		return ByteBuffer.allocate(19 + name.length)
			.put(NAME)
			.putLong(node.flags())
			.putInt(challenge)
			.putInt((int) node.creation())
			.putShort((short) name.length)
			.put(name)
			.array();
	}

	static byte[] reply(int challenge, byte[] digest) {
		return ByteBuffer.allocate(5 + DIGEST_LENGTH).put(REPLY).putInt(challenge).put(digest).array();
	}

	static byte[] ack(byte[] digest) {
		return ByteBuffer.allocate(1 + DIGEST_LENGTH).put(ACK).put(digest).array();
	}

	static HandshakeNode readName(ByteBuffer message) throws HandshakeException {
		expect(message, NAME, 15, "name");
		long flags = message.getLong();
		long creation = Integer.toUnsignedLong(message.getInt());
		return new HandshakeNode(readNodeName(message), DistributionFlags.expand(flags), creation);
	}

	static String readStatus(ByteBuffer message) throws HandshakeException {
		expect(message, STATUS, 1, "status");
		return StandardCharsets.ISO_8859_1.decode(message).toString();
	}

	static Challenge readChallenge(ByteBuffer message) throws HandshakeException {
		expect(message, NAME, 19, "challenge");
		long flags = message.getLong();
		int challenge = message.getInt();
		long creation = Integer.toUnsignedLong(message.getInt());
		NodeName name = readNodeName(message);
		return new Challenge(new HandshakeNode(name, DistributionFlags.expand(flags), creation), challenge);
	}

	static Reply readReply(ByteBuffer message) throws HandshakeException {
		expect(message, REPLY, 5 + DIGEST_LENGTH, "answer to the challenge");
		int challenge = message.getInt();
		return new Reply(challenge, readDigest(message));
	}

	static byte[] readAck(ByteBuffer message) throws HandshakeException {
		expect(message, ACK, 1 + DIGEST_LENGTH, "answer to our challenge");
		return readDigest(message);
	}

	private static void expect(ByteBuffer message, byte tag, int least, String what) throws HandshakeException {
		int length = message.remaining();
		byte actual = message.get();
		if (actual != tag || length < least) {
			throw new HandshakeException(Reason.MALFORMED,
					"it sent %d bytes with the tag %d where its %s was awaited, so it is no Erlang node of OTP 25 or later"
						.formatted(length, actual & 0xFF, what));
		}
	}

	private static byte[] readDigest(ByteBuffer message) {
		byte[] digest = new byte[DIGEST_LENGTH];
		message.get(digest);
		return digest;
	}

	// Bytes after the name are for later versions of the protocol
	private static NodeName readNodeName(ByteBuffer message) throws HandshakeException {
		int length = Short.toUnsignedInt(message.getShort());
		if (length > message.remaining()) {
			throw new HandshakeException(Reason.MALFORMED, "it sent a name that is cut off");
		}
		String name = StandardCharsets.ISO_8859_1.decode(message.limit(message.position() + length)).toString();
		if (!NodeName.isValid(name)) {
			throw new HandshakeException(Reason.MALFORMED,
					"it sent a name of %d bytes that is no node name".formatted(length));
		}
		return NodeName.of(name);
	}

	public static boolean canEncode(NodeName name) {
		return StandardCharsets.ISO_8859_1.newEncoder().canEncode(name.value());
	}

	private static byte[] encode(NodeName name) {
		return name.value().getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * The accepting side's challenge.
	 *
	 * @param node what that side says of itself
	 * @param number the challenge
	 */
	public record Challenge(HandshakeNode node, int number) {

	}

	/**
	 * The connecting side's answer to it.
	 *
	 * @param challenge the challenge of that side
	 * @param digest the answer
	 */
	record Reply(int challenge, byte[] digest) {

	}

}
