package io.macula.gossip.sample;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

import io.macula.gossip.GossipEvent;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The pages that are told what happens, as it happens. Thread-safe.
 */
@Component
class EventStreams {

	static final int MAX_STREAMS = 64;

	private final Timeline timeline;

	private final Executor executor;

	private final Set<EventStream> streams = new HashSet<>();

	private boolean closed;

	EventStreams(Timeline timeline, @Qualifier("applicationTaskExecutor") Executor executor) {
		this.timeline = timeline;
		this.executor = executor;
	}

	@EventListener
	void happened(GossipEvent event) {
		this.timeline.add(event);
		open().forEach(EventStream::wake);
	}

	/**
	 * Open a stream.
	 * @param afterId the last event that the page has
	 * @throws ResponseStatusException if there are too many
	 */
	SseEmitter open(long afterId) throws IOException {
		EventStream stream = new EventStream(this.timeline, afterId, this.executor);
		synchronized (this) {
			if (this.closed || this.streams.size() >= MAX_STREAMS) {
				throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE);
			}
			this.streams.add(stream);
		}
		return stream.start(() -> remove(stream));
	}

	/**
	 * End the streams before the web server waits for requests that are under way, which
	 * these would be for minutes, and before the executor takes no more work.
	 */
	@EventListener(ContextClosedEvent.class)
	@Order(Ordered.HIGHEST_PRECEDENCE)
	void close() {
		endAll().forEach(EventStream::end);
	}

	private synchronized List<EventStream> open() {
		return List.copyOf(this.streams);
	}

	private synchronized List<EventStream> endAll() {
		List<EventStream> ended = List.copyOf(this.streams);
		this.closed = true;
		this.streams.clear();
		return ended;
	}

	private synchronized void remove(EventStream stream) {
		this.streams.remove(stream);
	}

}
