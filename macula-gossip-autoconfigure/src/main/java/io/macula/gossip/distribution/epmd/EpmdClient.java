package io.macula.gossip.distribution.epmd;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

import io.macula.gossip.distribution.epmd.EpmdException.Reason;

/**
 * Asks one EPMD (ERTS User's Guide, "Distribution Protocol", section "EPMD Protocol").
 * Holds no connection and no thread itself: each call makes a connection of its own and
 * blocks its caller, at most for both timeouts. Answers are taken for hostile: bounded in
 * length and time, and refused unless they are exactly what the protocol has. Immutable
 * and safe for use by several threads.
 */
public final class EpmdClient {

	private final String host;

	private final int port;

	private final Duration connectTimeout;

	private final Duration readTimeout;

	/**
	 * Create a client. Nothing is sent yet.
	 * @param host the host name or address of the EPMD; a name is resolved at each call
	 * @param port its port
	 * @param connectTimeout the most that connecting may take, from 1 ms to an hour
	 * @param readTimeout the most that a whole answer may take, from 1 ms to an hour
	 * @throws IllegalArgumentException if a value is outside its range
	 */
	public EpmdClient(String host, int port, Duration connectTimeout, Duration readTimeout) {
		this.host = host;
		this.port = port;
		this.connectTimeout = EpmdSettings.checkTimeout("Connect timeout", connectTimeout);
		this.readTimeout = EpmdSettings.checkTimeout("Read timeout", readTimeout);
	}

	/**
	 * Look a node up ({@code PORT_PLEASE2_REQ}).
	 * @param name the node name's part before the {@code @}
	 * @return the node, or empty if this EPMD has none of that name
	 * @throws EpmdException if there is no answer, or none that can be understood
	 * @throws IllegalArgumentException if the name is none, as {@link EpmdNode} has it
	 */
	public Optional<EpmdNode> lookUp(String name) throws EpmdException {
		if (!EpmdProtocol.isName(name)) {
			throw new IllegalArgumentException(
					"'%s' cannot be looked up: give the part of the node name before the '@'".formatted(name));
		}
		try (EpmdExchange exchange = open()) {
			return lookUp(name, exchange);
		}
	}

	static Optional<EpmdNode> lookUp(String name, EpmdExchange exchange) throws EpmdException {
		byte[] encodedName = EpmdProtocol.encode(name);
		exchange.send(EpmdProtocol.request(EpmdProtocol.PORT_PLEASE2_REQ, encodedName));
		ByteBuffer head = exchange.read(2);
		if (head.get() != EpmdProtocol.PORT2_RESP) {
			throw exchange.malformed("tag %d instead of PORT2_RESP (119)".formatted(head.get(0) & 0xFF));
		}
		if (head.get() != EpmdProtocol.OK) {
			return Optional.empty();
		}
		return Optional.of(readNode(exchange, name, encodedName));
	}

	private static EpmdNode readNode(EpmdExchange exchange, String name, byte[] encodedName) throws EpmdException {
		ByteBuffer fixed = exchange.read(10);
		int nodePort = unsigned(fixed.getShort());
		boolean hidden = fixed.get() == EpmdProtocol.HIDDEN_NODE;
		int protocol = fixed.get() & 0xFF;
		int highest = unsigned(fixed.getShort());
		int lowest = unsigned(fixed.getShort());
		int nameLength = unsigned(fixed.getShort());
		if (nodePort == 0 || protocol != EpmdProtocol.TCP_IP || lowest > highest) {
			throw exchange.malformed("node '%s' at port %d, with protocol %d and versions %d to %d".formatted(name,
					nodePort, protocol, lowest, highest));
		}
		if (nameLength != encodedName.length || !exchange.read(nameLength).equals(ByteBuffer.wrap(encodedName))) {
			throw exchange.malformed("it answered for another name than '%s'".formatted(name));
		}
		int extraLength = unsigned(exchange.read(2).getShort());
		if (extraLength > EpmdProtocol.MAX_EXTRA_BYTES) {
			throw exchange
				.malformed("%d extra bytes, more than %d".formatted(extraLength, EpmdProtocol.MAX_EXTRA_BYTES));
		}
		exchange.read(extraLength);
		return new EpmdNode(name, nodePort, hidden, lowest, highest);
	}

	/**
	 * Register a node ({@code ALIVE2_REQ}).
	 * @param node the node to register
	 * @return the registration, which stands until it is closed or lost
	 * @throws EpmdException if EPMD did not take it, with {@link Reason#REFUSED} where
	 * the name is taken
	 */
	public EpmdRegistration register(EpmdNode node) throws EpmdException {
		return register(node, open());
	}

	static EpmdRegistration register(EpmdNode node, EpmdExchange exchange) throws EpmdException {
		try {
			exchange.send(aliveRequest(node));
			ByteBuffer head = exchange.read(2);
			byte tag = head.get();
			if (tag != EpmdProtocol.ALIVE2_RESP && tag != EpmdProtocol.ALIVE2_X_RESP) {
				throw exchange
					.malformed("tag %d instead of ALIVE2_RESP (121) or ALIVE2_X_RESP (118)".formatted(tag & 0xFF));
			}
			int result = head.get() & 0xFF;
			if (result != EpmdProtocol.OK) {
				throw refused(node, exchange.peer(), result);
			}
			long creation = (tag == EpmdProtocol.ALIVE2_RESP) ? unsigned(exchange.read(2).getShort())
					: exchange.read(4).getInt() & 0xFFFFFFFFL;
			return new EpmdRegistration(creation, exchange);
		}
		catch (EpmdException ex) {
			exchange.close();
			throw ex;
		}
	}

	private static byte[] aliveRequest(EpmdNode node) {
		byte[] name = EpmdProtocol.encode(node.name());
		int length = EpmdProtocol.ALIVE2_REQ_OVERHEAD + name.length;
		return ByteBuffer.allocate(2 + length)
			.putShort((short) length)
			.put(EpmdProtocol.ALIVE2_REQ)
			.putShort((short) node.port())
			.put((node.hidden()) ? EpmdProtocol.HIDDEN_NODE : EpmdProtocol.NORMAL_NODE)
			.put(EpmdProtocol.TCP_IP)
			.putShort((short) node.highestVersion())
			.putShort((short) node.lowestVersion())
			.putShort((short) name.length)
			.put(name)
			.putShort((short) 0)
			.array();
	}

	// epmd has one result for every refusal; the others that it knows (a name too long
	// or not UTF-8) cannot come of an EpmdNode
	private static EpmdException refused(EpmdNode node, String peer, int result) {
		return new EpmdException(Reason.REFUSED,
				"EPMD at %s refused: name '%s' is already registered on this host (result %d); choose another name or stop the node that has it"
					.formatted(peer, node.name(), result),
				null);
	}

	private EpmdExchange open() throws EpmdException {
		return EpmdExchange.open(this.host, this.port, this.connectTimeout, this.readTimeout);
	}

	private static int unsigned(short value) {
		return Short.toUnsignedInt(value);
	}

}
