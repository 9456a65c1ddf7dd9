package io.macula.gossip.sample;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.NodeName;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Answers what the page asks.
 */
@RestController
@RequestMapping("/cluster")
class PageController {

	private final GossipClusterService cluster;

	private final Timeline timeline;

	private final EventStreams streams;

	private final ViewExchange views;

	PageController(GossipClusterService cluster, Timeline timeline, EventStreams streams, ViewExchange views) {
		this.cluster = cluster;
		this.timeline = timeline;
		this.streams = streams;
		this.views = views;
	}

	@GetMapping
	ClusterPicture picture() {
		return ClusterPicture.of(this.cluster, this.timeline.down());
	}

	@GetMapping("/views")
	CompletableFuture<ClusterViews> views() {
		return this.views.views();
	}

	@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter events(@RequestHeader(name = "Last-Event-ID", defaultValue = "0") long lastEventId) throws IOException {
		return this.streams.open(lastEventId);
	}

	@GetMapping("/explanation")
	List<String> explanation(@RequestParam String node) {
		if (!NodeName.isValid(node)) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "A node is named name@host");
		}
		return this.cluster.explain(NodeName.of(node));
	}

	@PostMapping("/announcement")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void announce() {
		if (!this.cluster.isRunning()) {
			throw new ResponseStatusException(HttpStatus.CONFLICT, "This node takes no part in the cluster");
		}
		this.cluster.broadcastNow();
	}

}
