package io.macula.gossip.etf;

import java.io.IOException;

/**
 * Thrown when bytes are not a term of the External Term Format, or one beyond the
 * {@link TermLimits}. The message says what is wrong, where and why. It never repeats the
 * bytes of atoms or binaries, so it can be logged as it is.
 * <p>
 * It is an {@link IOException} because what sent such bytes is a broken or hostile peer,
 * to be treated as a broken link is.
 */
public class MalformedTermException extends IOException {

	private final int offset;

	MalformedTermException(int offset, String place, String why) {
		super("Malformed term at byte " + offset + place + ": " + why);
		this.offset = offset;
	}

	/**
	 * Return where the fault is.
	 * @return the number of bytes between the start of the term (its version byte, where
	 * it has one) and the part at fault, 0 or more; where the term is compressed and the
	 * fault is inside, counted in the inflated bytes, which the message then says
	 */
	public int getOffset() {
		return this.offset;
	}

}
