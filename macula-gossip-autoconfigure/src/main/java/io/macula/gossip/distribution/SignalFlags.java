package io.macula.gossip.distribution;

/**
 * What the flags of {@link Operation#ALTACT_SIG_SEND} say of a signal. The others change
 * nothing here: that it is urgent, and that a trace token follows.
 * <p>
 * Source: ERTS User's Guide, "Distribution Protocol", section "Protocol between Connected
 * Nodes".
 */
final class SignalFlags {

	/**
	 * Its target is an alias of a process.
	 */
	static final int ALIAS = 4;

	/**
	 * Its target is the name of a process.
	 */
	static final int NAME = 8;

	/**
	 * It is no message, but has a process exit.
	 */
	static final int EXIT = 16;

	private SignalFlags() {
	}

}
