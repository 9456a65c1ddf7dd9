package io.macula.gossip.etf;

import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/**
 * Makes compressed terms.
 */
final class Deflated {

	private Deflated() {
	}

	static byte[] term(byte[] withoutVersion) {
		Deflater deflater = new Deflater(9);
		try {
			deflater.setInput(withoutVersion);
			deflater.finish();
			byte[] deflated = new byte[withoutVersion.length + 64];
			int length = deflater.deflate(deflated);
			return ByteBuffer.allocate(6 + length)
				.put((byte) Tag.VERSION)
				.put((byte) Tag.COMPRESSED)
				.putInt(withoutVersion.length)
				.put(deflated, 0, length)
				.array();
		}
		finally {
			deflater.end();
		}
	}

}
