package io.macula.gossip.sample;

import java.util.List;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipNode;
import io.macula.gossip.NodeDiscoveredEvent;
import io.macula.gossip.NodeDownEvent;
import io.macula.gossip.NodeDownReason;
import io.macula.gossip.NodeName;
import io.macula.gossip.NodeUpEvent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.Mockito.mock;

class TimelineTests {

	private final GossipClusterService cluster = mock();

	private final Timeline timeline = new Timeline();

	@Test
	void eventsComeInTheirOrderAndOnlyThoseThatAreNew() {
		up("a@host");
		down("a@host");
		List<Timeline.Entry> entries = this.timeline.after(0);
		assertThat(entries).extracting(Timeline.Entry::node, Timeline.Entry::kind, Timeline.Entry::reason)
			.containsExactly(tuple("a@host", "up", null), tuple("a@host", "down", "SILENT"));
		assertThat(this.timeline.after(entries.get(0).id())).containsExactly(entries.get(1));
		assertThat(this.timeline.after(entries.get(1).id())).isEmpty();
	}

	@Test
	void aNodeIsDownUntilItIsUpAgain() {
		up("a@host");
		up("b@host");
		assertThat(this.timeline.down()).isEmpty();
		down("a@host");
		down("b@host");
		assertThat(this.timeline.down()).containsExactlyInAnyOrder("a@host", "b@host");
		up("b@host");
		assertThat(this.timeline.down()).containsExactly("a@host");
	}

	@Test
	void aFloodOfDiscoveriesPushesOutNeitherUpsNorDowns() {
		up("a@host");
		down("a@host");
		for (int i = 0; i < 2 * Timeline.CAPACITY; i++) {
			this.timeline.add(new NodeDiscoveredEvent(this.cluster, node("stranger" + i + "@host")));
		}
		assertThat(this.timeline.after(0)).hasSize(Timeline.CAPACITY)
			.extracting(Timeline.Entry::kind)
			.startsWith("up", "down", "discovered");
		assertThat(this.timeline.down()).containsExactly("a@host");
	}

	@Test
	void theOldestGoesWhereThereAreTooManyUpsAndDowns() {
		for (int i = 0; i <= Timeline.CAPACITY; i++) {
			up("n" + i + "@host");
		}
		assertThat(this.timeline.after(0)).hasSize(Timeline.CAPACITY)
			.first()
			.extracting(Timeline.Entry::node)
			.isEqualTo("n1@host");
	}

	private void up(String name) {
		this.timeline.add(new NodeUpEvent(this.cluster, node(name)));
	}

	private void down(String name) {
		this.timeline.add(new NodeDownEvent(this.cluster, node(name), NodeDownReason.SILENT));
	}

	private static GossipNode node(String name) {
		return GossipNode.builder(NodeName.of(name)).build();
	}

}
