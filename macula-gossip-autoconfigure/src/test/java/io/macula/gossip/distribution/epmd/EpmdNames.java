package io.macula.gossip.distribution.epmd;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Asks an EPMD for its names ({@code NAMES_REQ}), as {@code epmd -names} does.
 */
final class EpmdNames {

	private static final byte[] REQUEST = { 0, 1, EpmdProtocol.NAMES_REQ };

	private EpmdNames() {
	}

	/**
	 * Return the names that an EPMD on 127.0.0.1 knows.
	 * @param port its port
	 * @return the port of each node, in the order in which EPMD tells them
	 * @throws IOException if there is no EPMD
	 */
	static Map<String, Integer> at(int port) throws IOException {
		return at("127.0.0.1", port);
	}

	static Map<String, Integer> at(String host, int port) throws IOException {
		try (Socket socket = new Socket()) {
			socket.setSoTimeout(5_000);
			socket.connect(new InetSocketAddress(host, port), 5_000);
			socket.getOutputStream().write(REQUEST);
			byte[] answer = socket.getInputStream().readAllBytes();
			if (answer.length < 4) {
				throw new EOFException();
			}
			Map<String, Integer> names = new LinkedHashMap<>();
			new String(answer, 4, answer.length - 4, StandardCharsets.UTF_8).lines().forEach((line) -> {
				int end = line.lastIndexOf(" at port ");
				names.put(line.substring("name ".length(), end), Integer.valueOf(line.substring(end + 9)));
			});
			return names;
		}
	}

}
