package io.macula.gossip.sample;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The timeline as it goes to one page. Sent on another thread than that of the events: a
 * page that does not take it holds up no listener. What such a page has not taken yet is
 * kept by the timeline alone, which forgets it in time.
 */
final class EventStream {

	/**
	 * After this the page asks anew, so that one that vanished is not kept for ever.
	 */
	private static final Duration LIFE = Duration.ofMinutes(10);

	private static final Duration RECONNECT_AFTER = Duration.ofSeconds(1);

	private final SseEmitter emitter = new SseEmitter(LIFE.toMillis());

	private final Timeline timeline;

	private final Executor executor;

	private long sentId;

	private boolean sending;

	EventStream(Timeline timeline, long afterId, Executor executor) {
		this.timeline = timeline;
		this.sentId = afterId;
		this.executor = executor;
	}

	/**
	 * Begin with a line that tells the page that it is connected.
	 */
	SseEmitter start(Runnable onEnd) throws IOException {
		this.emitter.onCompletion(onEnd);
		this.emitter.onTimeout(this.emitter::complete);
		this.emitter.send(SseEmitter.event().reconnectTime(RECONNECT_AFTER.toMillis()).comment("connected"));
		wake();
		return this.emitter;
	}

	/**
	 * Send what the timeline has and the page has not.
	 */
	synchronized void wake() {
		if (!this.sending) {
			this.sending = true;
			this.executor.execute(this::send);
		}
	}

	void end() {
		synchronized (this) {
			this.sending = true;
		}
		this.emitter.complete();
	}

	private void send() {
		try {
			for (List<Timeline.Entry> entries = next(); !entries.isEmpty(); entries = next()) {
				for (Timeline.Entry entry : entries) {
					this.emitter.send(
							SseEmitter.event().id(String.valueOf(entry.id())).data(entry, MediaType.APPLICATION_JSON));
				}
			}
		}
		catch (IOException | IllegalStateException ex) {
			// The page is gone: asks for the rest if it comes back
			this.emitter.completeWithError(ex);
		}
	}

	private synchronized List<Timeline.Entry> next() {
		List<Timeline.Entry> entries = this.timeline.after(this.sentId);
		if (entries.isEmpty()) {
			this.sending = false;
		}
		else {
			this.sentId = entries.get(entries.size() - 1).id();
		}
		return entries;
	}

}
