package io.macula.gossip.multicast;

import org.jspecify.annotations.Nullable;

/**
 * Whose a datagram is. There is one value per socket, so that what is received makes no
 * garbage.
 *
 * @param own whether the channel sent it that received it
 * @param sentBy by which of the interfaces in use, or {@code null} if it is another's, or
 * if it was sent to a single node or by a socket that is closed by now
 */
public record Origin(boolean own, @Nullable InterfaceBinding sentBy) {

	/**
	 * Another sent it.
	 */
	public static final Origin OTHER = new Origin(false, null);

	/**
	 * We sent it, but by none of the interfaces in use.
	 */
	public static final Origin OWN = new Origin(true, null);

}
