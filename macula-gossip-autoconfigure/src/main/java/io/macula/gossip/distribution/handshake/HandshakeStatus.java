package io.macula.gossip.distribution.handshake;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What the accepting side says to a name.
 * <p>
 * Source: ERTS User's Guide, "Distribution Protocol", section "Distribution Handshake",
 * {@code recv_status}.
 */
public enum HandshakeStatus {

	/**
	 * The handshake goes on.
	 */
	OK,

	/**
	 * It goes on, beside the accepting side's own attempt to connect or in its place.
	 */
	OK_SIMULTANEOUS,

	/**
	 * It ends, as the accepting side's own attempt to connect goes on.
	 */
	NOK,

	/**
	 * It ends: the name, or the node, is not allowed.
	 */
	NOT_ALLOWED,

	/**
	 * The accepting side has a link to that name: shall this one replace it?
	 */
	ALIVE,

	/**
	 * The answer yes to {@link #ALIVE}.
	 */
	TRUE,

	/**
	 * The answer no to {@link #ALIVE}.
	 */
	FALSE;

	String text() {
		return name().toLowerCase(Locale.ROOT);
	}

	static @Nullable HandshakeStatus of(String text) {
		for (HandshakeStatus status : values()) {
			if (status.text().equals(text)) {
				return status;
			}
		}
		return null;
	}

}
