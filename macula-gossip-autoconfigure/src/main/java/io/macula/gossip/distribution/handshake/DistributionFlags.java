package io.macula.gossip.distribution.handshake;

import java.util.ArrayList;
import java.util.List;

/**
 * What nodes can say in a handshake that they understand.
 * <p>
 * Source: ERTS User's Guide, "Distribution Protocol", section "Distribution Flags".
 */
public final class DistributionFlags {

	static final long PUBLISHED = 0x01;

	static final long EXTENDED_REFERENCES = 0x04;

	static final long DIST_MONITOR = 0x08;

	static final long FUN_TAGS = 0x10;

	static final long DIST_MONITOR_NAME = 0x20;

	static final long NEW_FUN_TAGS = 0x80;

	static final long EXTENDED_PIDS_PORTS = 0x100;

	static final long EXPORT_PTR_TAG = 0x200;

	static final long BIT_BINARIES = 0x400;

	static final long NEW_FLOATS = 0x800;

	static final long SMALL_ATOM_TAGS = 0x4000;

	static final long UTF8_ATOMS = 0x10000;

	static final long MAP_TAG = 0x20000;

	static final long BIG_CREATION = 0x40000;

	static final long SEND_SENDER = 0x80000;

	static final long EXIT_PAYLOAD = 0x400000;

	static final long HANDSHAKE_23 = 0x1000000;

	static final long UNLINK_ID = 0x2000000;

	static final long MANDATORY_25_DIGEST = 0x4000000;

	static final long SPAWN = 1L << 32;

	static final long NAME_ME = 1L << 33;

	static final long V4_NC = 1L << 34;

	static final long ALIAS = 1L << 35;

	static final long ALTACT_SIG = 1L << 37;

	/**
	 * That this side tells of itself before anything else, in a message to
	 * {@code macula_gossip}. Ours alone: BEAM nodes neither say it nor mind, and OTP
	 * takes its new flags from the other end.
	 */
	static final long INTRODUCES_ITSELF = 1L << 62;

	/**
	 * That this side reads messages that tell the types of their values. Ours alone as
	 * well.
	 */
	static final long TYPED_MESSAGES = 1L << 61;

	/**
	 * That this side takes large frames in fragments, and all others as they are: OTP's
	 * own flag stands for a header before each. Ours alone, as the one above.
	 */
	static final long TAKES_FRAGMENTS = 1L << 60;

	/**
	 * What OTP 25 demands; {@link #MANDATORY_25_DIGEST} may stand for all of it.
	 */
	static final long MANDATORY_25 = EXTENDED_REFERENCES | FUN_TAGS | EXTENDED_PIDS_PORTS | NEW_FUN_TAGS
			| EXPORT_PTR_TAG | BIT_BINARIES | NEW_FLOATS | UTF8_ATOMS | MAP_TAG | BIG_CREATION | HANDSHAKE_23;

	/**
	 * What OTP 26, 27 and 28 demand beyond {@link #MANDATORY_25}.
	 */
	static final long MANDATORY_26 = V4_NC | UNLINK_ID;

	/**
	 * What we say: all that is mandatory, and what this node truly handles. No atom
	 * cache, no distribution header, and so none of OTP's fragments.
	 */
	static final long OURS = MANDATORY_25 | MANDATORY_26 | MANDATORY_25_DIGEST | DIST_MONITOR | DIST_MONITOR_NAME
			| SMALL_ATOM_TAGS | SEND_SENDER | EXIT_PAYLOAD | SPAWN | ALIAS | ALTACT_SIG | INTRODUCES_ITSELF
			| TYPED_MESSAGES | TAKES_FRAGMENTS;

	private static final String[] NAMES = { "PUBLISHED", "ATOM_CACHE", "EXTENDED_REFERENCES", "DIST_MONITOR",
			"FUN_TAGS", "DIST_MONITOR_NAME", "HIDDEN_ATOM_CACHE", "NEW_FUN_TAGS", "EXTENDED_PIDS_PORTS",
			"EXPORT_PTR_TAG", "BIT_BINARIES", "NEW_FLOATS", "UNICODE_IO", "DIST_HDR_ATOM_CACHE", "SMALL_ATOM_TAGS",
			"ETS_COMPRESSED", "UTF8_ATOMS", "MAP_TAG", "BIG_CREATION", "SEND_SENDER", "BIG_SEQTRACE_LABELS",
			"PENDING_CONNECT", "EXIT_PAYLOAD", "FRAGMENTS", "HANDSHAKE_23", "UNLINK_ID", "MANDATORY_25_DIGEST" };

	private DistributionFlags() {
	}

	/**
	 * Return what this node says.
	 * @param hidden whether it keeps out of the others' lists of visible nodes
	 * @return the flags
	 */
	public static long ours(boolean hidden) {
		return hidden ? OURS : OURS | PUBLISHED;
	}

	static long expand(long flags) {
		return ((flags & MANDATORY_25_DIGEST) != 0) ? flags | MANDATORY_25 : flags;
	}

	/**
	 * Name what a peer lacks of what we need of it. We send and await nothing that needs
	 * more than OTP 25 demands.
	 * @param flags the peer's flags
	 * @return the names of what is missing
	 */
	static List<String> missing(long flags) {
		long missing = MANDATORY_25 & ~expand(flags);
		List<String> names = new ArrayList<>();
		for (int bit = 0; bit < NAMES.length; bit++) {
			if ((missing & (1L << bit)) != 0) {
				names.add(NAMES[bit]);
			}
		}
		return names;
	}

}
