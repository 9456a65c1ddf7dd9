package io.macula.gossip.sample;

import java.util.ArrayList;
import java.util.List;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipNode;
import io.macula.gossip.NodeName;
import io.macula.gossip.NodeUpEvent;
import org.junit.jupiter.api.Test;

import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

class EventStreamsTests {

	private final GossipClusterService cluster = mock();

	private final List<Runnable> work = new ArrayList<>();

	private final EventStreams streams = new EventStreams(new Timeline(), this.work::add);

	@Test
	void aPageThatTakesNothingHoldsUpNoListenerAndPilesUpNoWork() throws Exception {
		this.streams.open(0);
		for (int i = 0; i < 1000; i++) {
			happen();
		}
		assertThat(this.work).hasSize(1);
		this.work.get(0).run();
		happen();
		assertThat(this.work).hasSize(2);
	}

	@Test
	void thereAreOnlySoManyStreams() throws Exception {
		for (int i = 0; i < EventStreams.MAX_STREAMS; i++) {
			this.streams.open(0);
		}
		assertThatExceptionOfType(ResponseStatusException.class).isThrownBy(() -> this.streams.open(0))
			.matches((ex) -> ex.getStatusCode().value() == 503);
	}

	@Test
	void noStreamIsOpenedAndNothingIsSentAfterTheEnd() throws Exception {
		this.streams.open(0);
		this.work.clear();
		this.streams.close();
		happen();
		assertThat(this.work).isEmpty();
		assertThatExceptionOfType(ResponseStatusException.class).isThrownBy(() -> this.streams.open(0));
	}

	private void happen() {
		this.streams.happened(new NodeUpEvent(this.cluster, GossipNode.builder(NodeName.of("node@127.0.0.1")).build()));
	}

}
