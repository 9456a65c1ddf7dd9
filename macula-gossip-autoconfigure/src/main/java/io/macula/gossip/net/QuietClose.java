package io.macula.gossip.net;

import java.io.Closeable;
import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * Closes what is no longer needed.
 */
public final class QuietClose {

	private QuietClose() {
	}

	/**
	 * Close something of which it is closed all the same when that fails: a socket, a
	 * channel or a selector.
	 * @param closeable what to close, or {@code null}
	 */
	public static void close(@Nullable Closeable closeable) {
		if (closeable != null) {
			try {
				closeable.close();
			}
			catch (IOException ex) {
				// Its descriptor is released either way
			}
		}
	}

}
