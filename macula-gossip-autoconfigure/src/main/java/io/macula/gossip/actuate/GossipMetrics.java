package io.macula.gossip.actuate;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.ConnectRefusal;
import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipEvent;
import io.macula.gossip.NodeState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Meters of the clusters, each tagged with the {@code cluster}:
 * {@code macula.gossip.announcements} by {@code direction} and {@code result},
 * {@code macula.gossip.nodes} by {@code state}, {@code macula.gossip.events} by
 * {@code event}, {@code macula.gossip.connect.refusals} by {@code reason}, and
 * {@code macula.gossip.links}, {@code macula.gossip.connect},
 * {@code macula.gossip.connect.failures} and {@code macula.gossip.handshakes.dropped}.
 * Counts events before other listeners see them.
 */
public class GossipMetrics implements MeterBinder, ApplicationListener<GossipEvent>, Ordered {

	private final List<GossipClusterService> services;

	private final Map<EventKey, LongAdder> events = new ConcurrentHashMap<>();

	/**
	 * Create a binder.
	 * @param services the services to measure
	 */
	public GossipMetrics(Collection<GossipClusterService> services) {
		this.services = services.stream().filter((service) -> !Mocks.isUntold(service)).toList();
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.services.forEach((service) -> bindTo(registry, service));
	}

	@Override
	public void onApplicationEvent(GossipEvent event) {
		counter(event.getCluster(), event.getKind()).increment();
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	private void bindTo(MeterRegistry registry, GossipClusterService service) {
		Tags tags = Tags.of("cluster", service.getCluster());
		for (AnnouncementResult result : AnnouncementResult.values()) {
			FunctionCounter
				.builder("macula.gossip.announcements", service, (source) -> source.getAnnouncementCount(result))
				.description("Announcements sent and received, by what became of them")
				.tags(tags.and("direction", lowerCase(result.direction()), "result", lowerCase(result)))
				.register(registry);
		}
		for (NodeState state : NodeState.values()) {
			Gauge.builder("macula.gossip.nodes", service, (source) -> count(source, state))
				.description("Other nodes that are known, by their state")
				.tags(tags.and("state", lowerCase(state)))
				.register(registry);
		}
		Gauge.builder("macula.gossip.links", service, GossipMetrics::countLinks)
			.description("Links to other nodes that stand")
			.tags(tags)
			.register(registry);
		FunctionTimer
			.builder("macula.gossip.connect", service, (source) -> source.getLinkStatistics().succeeded(),
					(source) -> source.getLinkStatistics().time().toNanos(), TimeUnit.NANOSECONDS)
			.description("Attempts to link that succeeded, and how long they took")
			.tags(tags)
			.register(registry);
		FunctionCounter
			.builder("macula.gossip.connect.failures", service, (source) -> source.getLinkStatistics().failed())
			.description("Attempts to link that failed")
			.tags(tags)
			.register(registry);
		for (ConnectRefusal reason : ConnectRefusal.values()) {
			FunctionCounter
				.builder("macula.gossip.connect.refusals", service,
						(source) -> source.getLinkStatistics().refused().getOrDefault(reason, 0L))
				.description("Nodes that were heard and not connected to, by why not")
				.tags(tags.and("reason", lowerCase(reason)))
				.register(registry);
		}
		FunctionCounter
			.builder("macula.gossip.handshakes.dropped", service,
					(source) -> source.getLinkStatistics().droppedHandshakes())
			.description(
					"Connections of others that were closed since more came than may be in their handshake at once")
			.tags(tags)
			.register(registry);
		Gauge.builder("macula.gossip.events.waiting", service, (source) -> source.getEventStatistics().waiting())
			.description("Events that wait for a listener")
			.tags(tags)
			.register(registry);
		FunctionCounter
			.builder("macula.gossip.events.dropped", service, (source) -> source.getEventStatistics().dropped())
			.description("Discoveries that were dropped since too many waited for a listener")
			.tags(tags)
			.register(registry);
		FunctionCounter
			.builder("macula.gossip.messages.dropped", service, (source) -> source.getMessageStatistics().dropped())
			.description("Messages that were dropped since too many waited for their handler, or too large")
			.tags(tags)
			.register(registry);
		for (GossipEvent.Kind kind : GossipEvent.Kind.values()) {
			FunctionCounter.builder("macula.gossip.events", counter(service.getCluster(), kind), LongAdder::sum)
				.description("Events delivered to listeners")
				.tags(tags.and("event", lowerCase(kind)))
				.register(registry);
		}
	}

	private static double countLinks(GossipClusterService service) {
		boolean linked = service.getStatus().connectionMode() == ConnectionMode.DISTRIBUTION;
		return linked ? service.getConnected().size() : 0;
	}

	private LongAdder counter(String cluster, GossipEvent.Kind kind) {
		return this.events.computeIfAbsent(new EventKey(cluster, kind), (key) -> new LongAdder());
	}

	private static double count(GossipClusterService service, NodeState state) {
		return service.getNodes().stream().filter((node) -> node.state() == state).count();
	}

	private static String lowerCase(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

	private record EventKey(String cluster, GossipEvent.Kind kind) {

	}

}
