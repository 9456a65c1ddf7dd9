package io.macula.gossip.distribution;

/**
 * The numbers of the control messages.
 * <p>
 * Source: ERTS User's Guide, "Distribution Protocol", section "Protocol between Connected
 * Nodes".
 */
final class Operation {

	static final int LINK = 1;

	static final int SEND = 2;

	static final int EXIT = 3;

	static final int UNLINK = 4;

	static final int REG_SEND = 6;

	static final int SEND_TT = 12;

	static final int EXIT_TT = 13;

	static final int REG_SEND_TT = 16;

	static final int MONITOR_P = 19;

	static final int DEMONITOR_P = 20;

	static final int MONITOR_P_EXIT = 21;

	static final int SEND_SENDER = 22;

	static final int SEND_SENDER_TT = 23;

	static final int PAYLOAD_EXIT = 24;

	static final int PAYLOAD_EXIT_TT = 25;

	static final int PAYLOAD_MONITOR_P_EXIT = 28;

	static final int SPAWN_REQUEST = 29;

	static final int SPAWN_REQUEST_TT = 30;

	static final int SPAWN_REPLY = 31;

	static final int ALIAS_SEND = 33;

	static final int UNLINK_ID = 35;

	static final int UNLINK_ID_ACK = 36;

	/**
	 * A message whose target and urgency are told by flags: since OTP 28, and in place of
	 * {@link #ALIAS_SEND}, which OTP 30 gives up.
	 */
	static final int ALTACT_SIG_SEND = 37;

	private Operation() {
	}

}
