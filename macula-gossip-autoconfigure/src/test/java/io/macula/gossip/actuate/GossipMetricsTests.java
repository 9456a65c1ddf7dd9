package io.macula.gossip.actuate;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.ConnectRefusal;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipNode;
import io.macula.gossip.GossipStatus;
import io.macula.gossip.LinkStatistics;
import io.macula.gossip.MessageStatistics;
import io.macula.gossip.NodeDownEvent;
import io.macula.gossip.NodeDownReason;
import io.macula.gossip.NodeState;
import io.macula.gossip.NodeUpEvent;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

class GossipMetricsTests {

	/** A name, and the tags in parentheses if it has some. */
	private static final Pattern METER = Pattern
		.compile("`(macula\\.gossip\\.[\\w.]+)`(?: \\(((?:`\\w+`(?:, )?)+)\\))?");

	private final GossipClusterService service = TestGossipClusterService.create("default", true, List.of(),
			NodeState.CONNECTED, NodeState.SUSPECTED);

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final GossipMetrics metrics = new GossipMetrics(List.of(this.service));

	GossipMetricsTests() {
		this.metrics.bindTo(this.registry);
	}

	@Test
	void announcementsAreCountedByDirectionAndResult() {
		given(this.service.getAnnouncementCount(AnnouncementResult.FORGED)).willReturn(7L);
		assertThat(this.registry.get("macula.gossip.announcements")
			.tags("cluster", "default", "direction", "received", "result", "forged")
			.functionCounter()
			.count()).isEqualTo(7);
		assertThat(this.registry.get("macula.gossip.announcements").tag("direction", "sent").functionCounters())
			.hasSize(2);
	}

	@Test
	void theDocumentationNamesEveryMeterWithItsTags() throws IOException {
		String line = Files.readString(Path.of("..", "docs", "operating.md"))
			.lines()
			.filter((candidate) -> candidate.startsWith("- Meters: "))
			.findFirst()
			.orElseThrow();
		Map<String, Set<String>> documented = new TreeMap<>();
		METER.matcher(line).results().forEach((meter) -> {
			Set<String> tags = documented.computeIfAbsent(meter.group(1), (name) -> new TreeSet<>(Set.of("cluster")));
			if (meter.group(2) != null) {
				tags.addAll(List.of(meter.group(2).replace("`", "").split(", ")));
			}
		});
		Map<String, Set<String>> registered = new TreeMap<>();
		this.registry.getMeters()
			.forEach((meter) -> meter.getId()
				.getTags()
				.forEach((tag) -> registered.computeIfAbsent(meter.getId().getName(), (name) -> new TreeSet<>())
					.add(tag.getKey())));
		assertThat(documented).isEqualTo(registered);
	}

	@Test
	void nodesAreCountedByState() {
		assertThat(nodes("connected")).isEqualTo(1);
		assertThat(nodes("suspected")).isEqualTo(1);
		assertThat(nodes("discovered")).isZero();
	}

	@Test
	void eventsAreCountedByType() {
		GossipNode node = this.service.getNodes().get(0);
		this.metrics.onApplicationEvent(new NodeUpEvent(this.service, node));
		this.metrics.onApplicationEvent(new NodeDownEvent(this.service, node, NodeDownReason.LEFT));
		this.metrics.onApplicationEvent(new NodeUpEvent(this.service, node));
		assertThat(events("up")).isEqualTo(2);
		assertThat(events("down")).isEqualTo(1);
		assertThat(events("discovered")).isZero();
	}

	@Test
	void attemptsToLinkAreTimed() {
		given(this.service.getLinkStatistics())
			.willReturn(new LinkStatistics(3, 2, Duration.ofMillis(60), Map.of(), 5));
		FunctionTimer timer = this.registry.get("macula.gossip.connect").tag("cluster", "default").functionTimer();
		assertThat(timer.count()).isEqualTo(3);
		assertThat(timer.mean(TimeUnit.MILLISECONDS)).isEqualTo(20);
		assertThat(this.registry.get("macula.gossip.connect.failures").functionCounter().count()).isEqualTo(2);
		assertThat(this.registry.get("macula.gossip.handshakes.dropped").functionCounter().count()).isEqualTo(5);
	}

	@Test
	void droppedMessagesAreCounted() {
		given(this.service.getMessageStatistics()).willReturn(new MessageStatistics(5));
		assertThat(
				this.registry.get("macula.gossip.messages.dropped").tag("cluster", "default").functionCounter().count())
			.isEqualTo(5);
	}

	@Test
	void nodesThatAreNotConnectedToAreCountedByWhyNot() {
		given(this.service.getLinkStatistics())
			.willReturn(new LinkStatistics(0, 0, Duration.ZERO, Map.of(ConnectRefusal.WRONG_HOST, 7L), 0));
		assertThat(refusals("wrong_host")).isEqualTo(7);
		assertThat(refusals("unproven")).isZero();
	}

	private double refusals(String reason) {
		return this.registry.get("macula.gossip.connect.refusals")
			.tags("cluster", "default", "reason", reason)
			.functionCounter()
			.count();
	}

	@Test
	void linksAreCountedWhereNodesLink() {
		assertThat(this.registry.get("macula.gossip.links").gauge().value()).isZero();
		given(this.service.getStatus())
			.willReturn(GossipStatus.builder(new InetSocketAddress("230.1.1.251", 1)).build());
		assertThat(this.registry.get("macula.gossip.links").gauge().value()).isEqualTo(2);
	}

	private double nodes(String state) {
		return this.registry.get("macula.gossip.nodes").tags("cluster", "default", "state", state).gauge().value();
	}

	private double events(String event) {
		return this.registry.get("macula.gossip.events")
			.tags("cluster", "default", "event", event)
			.functionCounter()
			.count();
	}

}
