package io.macula.gossip.etf;

/**
 * Thrown when a term is beyond the {@link TermLimits}. The bytes need not be at fault: a
 * receiver with wider limits might read them.
 */
public final class TermLimitException extends MalformedTermException {

	TermLimitException(int offset, String place, String why) {
		super(offset, place, why);
	}

}
