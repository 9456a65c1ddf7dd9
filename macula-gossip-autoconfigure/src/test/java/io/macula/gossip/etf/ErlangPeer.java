package io.macula.gossip.etf;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import io.macula.gossip.testing.Beam;
import io.macula.gossip.testing.ChildProcess;
import io.macula.gossip.testing.Loopback;
import org.opentest4j.AssertionFailedError;

/**
 * A live Erlang without distribution, driven over its standard input and output.
 */
final class ErlangPeer implements Closeable {

	private static final String MODULE = "term_peer.erl";

	private static final String START = "{ok,Module,Code}=compile:file(\"term_peer\",[binary]),"
			+ "{module,Module}=code:load_binary(Module,\"term_peer\",Code),Module:main().";

	private final Process process;

	private final Path errors;

	private final DataOutputStream requests;

	private final DataInputStream answers;

	private ErlangPeer(Process process, Path errors) {
		this.process = process;
		this.errors = errors;
		this.requests = new DataOutputStream(process.getOutputStream());
		this.answers = new DataInputStream(process.getInputStream());
	}

	/**
	 * Start Erlang.
	 * @param directory where to work
	 * @return the running Erlang
	 * @throws IOException if the directory cannot be written
	 */
	static ErlangPeer start(Path directory) throws IOException {
		try (InputStream module = ErlangPeer.class.getResourceAsStream(MODULE)) {
			Files.copy(module, directory.resolve(MODULE));
		}
		Path errors = directory.resolve("errors");
		ProcessBuilder builder = Beam.command(Loopback.freePort(), "erl", "-noinput", "-eval", START)
			.directory(directory.toFile())
			.redirectError(errors.toFile());
		return new ErlangPeer(ChildProcess.launch(builder), errors);
	}

	byte[] encodeAgain(byte[] encoded) throws IOException {
		return call("again", encoded);
	}

	byte[] make(int seed, int way) throws IOException {
		return call("make ", ByteBuffer.allocate(5).putInt(seed).put((byte) way).array());
	}

	void expectSame(byte[] encoded) throws IOException {
		call("same ", encoded);
	}

	void expectNotation(byte[] encoded, String notation) throws IOException {
		byte[] text = notation.getBytes(StandardCharsets.UTF_8);
		call("text ",
				ByteBuffer.allocate(4 + encoded.length + text.length)
					.putInt(encoded.length)
					.put(encoded)
					.put(text)
					.array());
	}

	private byte[] call(String request, byte[] body) throws IOException {
		try {
			this.requests.writeInt(request.length() + body.length);
			this.requests.writeBytes(request);
			this.requests.write(body);
			this.requests.flush();
			byte[] answer = this.answers.readNBytes(this.answers.readInt());
			String rest = new String(answer, 1, answer.length - 1, StandardCharsets.UTF_8);
			if (answer[0] != 'y') {
				throw new AssertionFailedError("OTP objects: " + rest);
			}
			return Arrays.copyOfRange(answer, 1, answer.length);
		}
		catch (IOException ex) {
			throw new IOException("Erlang ended; it said: " + Files.readString(this.errors), ex);
		}
	}

	@Override
	public void close() {
		this.process.destroy();
	}

}
