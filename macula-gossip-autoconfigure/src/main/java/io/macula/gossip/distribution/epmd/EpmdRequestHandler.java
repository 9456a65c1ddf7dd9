package io.macula.gossip.distribution.epmd;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Answers EPMD requests: bytes in, bytes out, no I/O (ERTS User's Guide, "Distribution
 * Protocol", section "EPMD Protocol"). As in epmd itself, only peers on this host may
 * register and dump, all may look up and list names. Owned by the thread that serves the
 * registry.
 */
final class EpmdRequestHandler {

	private static final Log logger = LogFactory.getLog(EpmdRequestHandler.class);

	/**
	 * Bytes of a node's description (port to extra length) beside name and extra bytes.
	 */
	private static final int DESCRIPTION_OVERHEAD = EpmdProtocol.ALIVE2_REQ_OVERHEAD - 1;

	/**
	 * The creation beside a refusal, as epmd has it; clients ignore it.
	 */
	private static final int NO_CREATION = 99;

	private final EpmdRegistry registry;

	EpmdRequestHandler(EpmdRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Answer a request.
	 * @param request the request without its length, at least one byte
	 * @param local says whether the peer is on this host; asked only where it matters
	 * @return the answer, or {@code null} if the connection has to be closed without one
	 */
	@Nullable EpmdAnswer handle(ByteBuffer request, BooleanSupplier local) {
		return switch (request.get()) {
			case EpmdProtocol.ALIVE2_REQ -> (local.getAsBoolean()) ? register(request.slice()) : null;
			case EpmdProtocol.PORT_PLEASE2_REQ -> lookUp(request);
			case EpmdProtocol.NAMES_REQ -> EpmdAnswer.last(ByteBuffer.wrap(this.registry.names()));
			case EpmdProtocol.DUMP_REQ ->
				(local.getAsBoolean()) ? EpmdAnswer.last(ByteBuffer.wrap(this.registry.dump())) : null;
			// epmd's own word for a KILL that it does not follow; a STOP it leaves
			// unanswered
			case EpmdProtocol.KILL_REQ -> (local.getAsBoolean())
					? EpmdAnswer.last(ByteBuffer.wrap("NO".getBytes(StandardCharsets.US_ASCII))) : null;
			default -> null;
		};
	}

	private @Nullable EpmdAnswer register(ByteBuffer request) {
		if (request.remaining() < DESCRIPTION_OVERHEAD) {
			return null;
		}
		int nodePort = unsigned(request, 0);
		int highestVersion = unsigned(request, 4);
		int nameLength = unsigned(request, 8);
		if (nameLength == 0 || request.remaining() < DESCRIPTION_OVERHEAD + nameLength) {
			return null;
		}
		int extraLength = unsigned(request, 10 + nameLength);
		int length = DESCRIPTION_OVERHEAD + nameLength + extraLength;
		if (request.remaining() < length) {
			return null;
		}
		String name = EpmdProtocol.decode(request.slice(10, nameLength));
		if (name == null || !EpmdProtocol.isName(name) || nodePort == 0 || extraLength > EpmdProtocol.MAX_EXTRA_BYTES) {
			logger.debug("Refused to register a node without a valid name and port, or with too much beside them");
			return EpmdAnswer.last(alive2Response(highestVersion, EpmdProtocol.REFUSED, NO_CREATION));
		}
		byte[] description = new byte[length];
		request.get(0, description);
		OptionalLong creation = this.registry.register(name, nodePort, description);
		if (creation.isEmpty()) {
			logger.debug("Refused to register '%s': the name is taken or the registry full".formatted(name));
			return EpmdAnswer.last(alive2Response(highestVersion, EpmdProtocol.REFUSED, NO_CREATION));
		}
		return new EpmdAnswer(alive2Response(highestVersion, EpmdProtocol.OK, creation.getAsLong()), name);
	}

	private static ByteBuffer alive2Response(int highestVersion, byte result, long creation) {
		if (highestVersion >= EpmdProtocol.FIRST_VERSION_WITH_BIG_CREATION) {
			return ByteBuffer.allocate(6).put(EpmdProtocol.ALIVE2_X_RESP).put(result).putInt((int) creation).flip();
		}
		// Nodes of that age have room for two bits, and none for a zero
		long oldCreation = (result == EpmdProtocol.OK) ? creation % 3 + 1 : creation;
		return ByteBuffer.allocate(4).put(EpmdProtocol.ALIVE2_RESP).put(result).putShort((short) oldCreation).flip();
	}

	private @Nullable EpmdAnswer lookUp(ByteBuffer request) {
		// Some clients end the name with a NUL
		if (request.hasRemaining() && request.get(request.limit() - 1) == 0) {
			request.limit(request.limit() - 1);
		}
		String name = EpmdProtocol.decode(request);
		if (name == null || !EpmdProtocol.canBeLookedUp(name)) {
			return null;
		}
		byte[] description = this.registry.describe(name);
		if (description == null) {
			return EpmdAnswer
				.last(ByteBuffer.allocate(2).put(EpmdProtocol.PORT2_RESP).put(EpmdProtocol.REFUSED).flip());
		}
		return EpmdAnswer.last(ByteBuffer.allocate(2 + description.length)
			.put(EpmdProtocol.PORT2_RESP)
			.put(EpmdProtocol.OK)
			.put(description)
			.flip());
	}

	private static int unsigned(ByteBuffer bytes, int index) {
		return Short.toUnsignedInt(bytes.getShort(index));
	}

}
