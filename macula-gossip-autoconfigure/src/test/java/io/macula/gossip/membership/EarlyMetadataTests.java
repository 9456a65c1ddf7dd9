package io.macula.gossip.membership;

import java.util.Map;

import io.macula.gossip.NodeName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EarlyMetadataTests {

	private static final long KEEP = 100;

	private static final Map<String, String> METADATA = Map.of("zone", "a");

	private final EarlyMetadata early = new EarlyMetadata(3, KEEP);

	@Test
	void isTakenOnce() {
		this.early.put(node(0), METADATA, 0);
		assertThat(this.early.take(node(0))).isEqualTo(METADATA);
		assertThat(this.early.take(node(0))).isNull();
	}

	@Test
	void holdsNoMoreThanThereIsRoomForAndHasRoomAgain() {
		for (int i = 0; i < 10; i++) {
			this.early.put(node(i), METADATA, 0);
		}
		for (int i = 0; i < 10; i++) {
			assertThat(this.early.take(node(i))).isEqualTo((i < 3) ? METADATA : null);
		}
		this.early.put(node(9), METADATA, 0);
		assertThat(this.early.take(node(9))).isEqualTo(METADATA);
	}

	@Test
	void isKeptForItsTimeAndNoLonger() {
		this.early.put(node(0), METADATA, 0);
		this.early.put(node(1), METADATA, 1);
		this.early.prune(KEEP + 1);
		assertThat(this.early.take(node(0))).isNull();
		assertThat(this.early.take(node(1))).isEqualTo(METADATA);
	}

	private static NodeName node(int number) {
		return NodeName.of("n" + number + "@host");
	}

}
