package io.macula.gossip.distribution;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;

/**
 * Reads on through timeouts until {@value #QUARTERS} came in a row. The quarters are
 * counted, not the time, so that a pause of this process counts for one of them at most
 * and nobody is judged for it. For one thread.
 */
final class PatientInput extends FilterInputStream {

	/**
	 * How many timeouts make a silence, as in Erlang's {@code net_kernel}.
	 */
	static final int QUARTERS = 4;

	private final Runnable came;

	private final Runnable passed;

	private final byte[] skipped = new byte[8192];

	/**
	 * Create an input.
	 * @param input where to read
	 * @param came called when bytes came
	 * @param passed called after each read and each timeout
	 */
	PatientInput(InputStream input, Runnable came, Runnable passed) {
		super(input);
		this.came = came;
		this.passed = passed;
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xFF;
	}

	/**
	 * A skip is a read as well: with the same patience, and as much a sign of life.
	 */
	@Override
	public long skip(long length) throws IOException {
		int most = (int) Math.min(length, this.skipped.length);
		return (most > 0) ? Math.max(0, read(this.skipped, 0, most)) : 0;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		for (int silent = 1;; silent++) {
			try {
				int read = super.read(bytes, offset, length);
				if (read > 0) {
					this.came.run();
				}
				this.passed.run();
				return read;
			}
			catch (SocketTimeoutException ex) {
				this.passed.run();
				if (silent == QUARTERS) {
					throw ex;
				}
			}
		}
	}

}
