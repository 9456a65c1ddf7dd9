package io.macula.gossip.distribution.epmd;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * What the embedded EPMD answers to a request.
 *
 * @param bytes the bytes to send
 * @param registeredName the name that stands registered as long as the connection does,
 * or {@code null} if the connection has to end after the answer
 */
record EpmdAnswer(ByteBuffer bytes, @Nullable String registeredName) {

	static EpmdAnswer last(ByteBuffer bytes) {
		return new EpmdAnswer(bytes, null);
	}

}
