package io.macula.gossip.etf;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates compressed terms.
 * <p>
 * Source: ERTS User's Guide, External Term Format, introduction.
 */
final class Inflation {

	// Deflate cannot do better: two bits for the longest repetition of 258 bytes
	private static final long BEST_RATIO = 1032;

	private Inflation() {
	}

	/**
	 * Inflate what follows the tag COMPRESSED.
	 * @param input the input, which is moved behind the compressed bytes
	 * @param offset where the tag is
	 * @param limits the limits
	 * @return the inflated bytes
	 * @throws MalformedTermException if they are not what was announced
	 */
	static byte[] inflate(TermInput input, int offset, TermLimits limits) throws MalformedTermException {
		long size = input.readUnsignedInt("The size of a compressed term");
		if (size > limits.bytes()) {
			throw input.overLimit(offset,
					"a compressed term announces " + size + " bytes, above the limit of " + limits.bytes());
		}
		if (size == 0 || size > input.remaining() * BEST_RATIO) {
			throw input.malformed(offset, "a compressed term announces " + size + " bytes, which cannot come from "
					+ input.remaining() + " compressed ones");
		}
		byte[] inflated = new byte[(int) size];
		Inflater inflater = new Inflater();
		try {
			inflater.setInput(input.rest());
			int filled = fill(inflater, inflated);
			if (filled < size || inflater.inflate(new byte[1]) > 0 || !inflater.finished()) {
				throw input.malformed(offset,
						"a compressed term announces " + size + " bytes and does not end after them");
			}
		}
		catch (DataFormatException ex) {
			throw input.malformed(offset, "a compressed term is not in zlib's format");
		}
		finally {
			inflater.end();
		}
		return inflated;
	}

	private static int fill(Inflater inflater, byte[] inflated) throws DataFormatException {
		int filled = 0;
		int step = 1;
		while (filled < inflated.length && step > 0) {
			step = inflater.inflate(inflated, filled, inflated.length - filled);
			filled += step;
		}
		return filled;
	}

}
