package io.macula.gossip.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

import com.sun.management.ThreadMXBean;

/**
 * What hostile bytes cost the thread that reads them. The memory is bounded; the time is
 * counted, and told when the process ends.
 */
public final class ParserCost {

	/**
	 * The directory that the figures are written to, in a file for each target.
	 */
	private static final String FIGURES = "gossip.fuzz.figures";

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	/**
	 * What an exception with its stack trace takes, and a buffer or two.
	 */
	private static final long BASE_BYTES = 64 * 1024;

	private static final long SLOW_NANOS = 1_000_000;

	/**
	 * Classes are loaded, code is compiled and garbage collected within somebody's turn:
	 * only what costs as much again and again is the input's doing.
	 */
	private static final int TURNS = 6;

	private final String target;

	private final long bytesPerByte;

	private long inputs;

	private long slow;

	private long slowestNanos;

	/**
	 * Begin to count.
	 * @param target the class that fuzzes
	 * @param bytesPerByte how many bytes each byte of an input may cost, beside 64 KiB
	 */
	public ParserCost(Class<?> target, long bytesPerByte) {
		this.target = target.getSimpleName();
		this.bytesPerByte = bytesPerByte;
		if (System.getProperty(FIGURES) != null) {
			Runtime.getRuntime().addShutdownHook(new Thread(this::writeFigures));
		}
	}

	/**
	 * Read an input in one way or several, and several times where it costs too much.
	 * @param length how many bytes it has
	 * @param readings read it, each time from its beginning, and throw nothing
	 * @throws AssertionError if one always takes more memory than it may
	 */
	public void of(long length, Runnable... readings) {
		this.inputs++;
		for (Runnable reading : readings) {
			measure(length, reading);
		}
	}

	private void measure(long length, Runnable reading) {
		long mostBytes = BASE_BYTES + this.bytesPerByte * length;
		long leastBytes = Long.MAX_VALUE;
		long leastNanos = Long.MAX_VALUE;
		for (int turn = 0; turn < TURNS && (leastBytes > mostBytes || leastNanos > SLOW_NANOS); turn++) {
			long bytes = THREADS.getCurrentThreadAllocatedBytes();
			long nanos = System.nanoTime();
			reading.run();
			leastNanos = Math.min(leastNanos, System.nanoTime() - nanos);
			leastBytes = Math.min(leastBytes, THREADS.getCurrentThreadAllocatedBytes() - bytes);
		}
		this.slow += (leastNanos > SLOW_NANOS) ? 1 : 0;
		this.slowestNanos = Math.max(this.slowestNanos, leastNanos);
		if (leastBytes > mostBytes) {
			throw new AssertionError("%d bytes made the parser take %d bytes, more than the %d that they may"
				.formatted(length, leastBytes, mostBytes));
		}
	}

	private void writeFigures() {
		try {
			Path directory = Files.createDirectories(Path.of(System.getProperty(FIGURES)));
			Files.writeString(directory.resolve(this.target + ".txt"),
					"%s: %d inputs, %d of them over 1 ms, the slowest %d us%n".formatted(this.target, this.inputs,
							this.slow, this.slowestNanos / 1000));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
