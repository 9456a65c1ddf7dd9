package io.macula.gossip.etf;

/**
 * What one term may cost its receiver. A term beyond a limit is refused with a
 * {@link MalformedTermException} before the memory for it is taken.
 *
 * @param depth how many tuples, lists, maps and functions may enclose one another, 0 (no
 * such thing at all) to {@value #MAX_DEPTH}; 256 by default. Turned up, a term takes more
 * of the thread's stack: every level costs some 500 bytes in decoding, and as much or
 * less in comparing, printing and encoding, so 128 KiB at the default. Turned down,
 * recursive structures of peers, such as trees, are refused
 * @param elements how many values a term may consist of, itself included, 1 or more;
 * 100,000 by default. Every atom, number, tuple and so on is one, every pair of a map
 * adds two, every list one more for its end, every byte of a STRING_EXT one. Turned up, a
 * term takes more heap: at worst some 300 bytes for each, so 30 MB at the default. Turned
 * down, long lists are refused
 * @param bytes how many bytes a term may take, 1 to {@value #MAX_BYTES}; 16 MiB by
 * default. It holds for the bytes read and again for those inflated from them. Turned up,
 * binaries take as much more heap, and a compressed term can demand a thousand times its
 * own size up to this; turned down, large binaries are refused
 */
public record TermLimits(int depth, int elements, int bytes) {

	/**
	 * The greatest depth that can be set, and that {@link TermEncoder} writes.
	 */
	public static final int MAX_DEPTH = 512;

	/**
	 * The greatest number of bytes that can be set: 128 MiB. Integers of twice that size
	 * are beyond what {@link java.math.BigInteger} can hold.
	 */
	public static final int MAX_BYTES = 128 * 1024 * 1024;

	/**
	 * Limits for a link to a member of the cluster.
	 */
	public static final TermLimits DEFAULTS = new TermLimits(256, 100_000, 16 * 1024 * 1024);

	/**
	 * Create limits.
	 * @throws IllegalArgumentException if a number is outside its range
	 */
	public TermLimits {
		check("depth", depth, 0, MAX_DEPTH);
		check("elements", elements, 1, Integer.MAX_VALUE);
		check("bytes", bytes, 1, MAX_BYTES);
	}

	private static void check(String name, int value, int least, int most) {
		if (value < least || value > most) {
			throw new IllegalArgumentException(
					"The limit '" + name + "' is " + value + "; it must be from " + least + " to " + most);
		}
	}

}
