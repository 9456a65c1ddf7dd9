package io.macula.gossip.distribution;

import java.util.concurrent.TimeUnit;

import io.macula.gossip.NodeName;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Logs what one handler throws. Other nodes can have it throw as often as they send, and
 * as deep as they nest: so one in a second is logged, and of each the beginning. For one
 * thread at a time.
 */
final class HandlerFailures {

	private static final Log logger = LogFactory.getLog(HandlerFailures.class);

	private static final long GAP_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final int MESSAGE_LENGTH = 500;

	private static final int FRAMES = 20;

	private static final int CAUSES = 3;

	private final String name;

	private long nextAt = System.nanoTime();

	private long leftOut;

	HandlerFailures(String name) {
		this.name = name;
	}

	void add(NodeName from, Throwable failure) {
		long now = System.nanoTime();
		if (now - this.nextAt < 0) {
			this.leftOut++;
			return;
		}
		String more = (this.leftOut > 0) ? " (and on %d before that are not logged)".formatted(this.leftOut) : "";
		this.nextAt = now + GAP_NANOS;
		this.leftOut = 0;
		logger.warn("The handler of '%s' failed on a message from %s%s: %s".formatted(this.name, from, more,
				describe(failure)));
	}

	/**
	 * Return what {@link Throwable#printStackTrace()} prints, cut.
	 */
	static String describe(Throwable failure) {
		StringBuilder text = new StringBuilder();
		Throwable next = failure;
		for (int depth = 0; next != null && depth < CAUSES; depth++) {
			text.append((depth > 0) ? "\nCaused by: " : "").append(cut(String.valueOf(next)));
			StackTraceElement[] frames = next.getStackTrace();
			for (int index = 0; index < Math.min(frames.length, FRAMES); index++) {
				text.append("\n\tat ").append(frames[index]);
			}
			if (frames.length > FRAMES) {
				text.append("\n\t... ").append(frames.length - FRAMES).append(" more");
			}
			next = next.getCause();
		}
		return text.toString();
	}

	private static String cut(String text) {
		return (text.length() > MESSAGE_LENGTH) ? text.substring(0, MESSAGE_LENGTH) + "..." : text;
	}

}
