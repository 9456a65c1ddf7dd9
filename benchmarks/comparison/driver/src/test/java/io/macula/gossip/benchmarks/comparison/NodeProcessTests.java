package io.macula.gossip.benchmarks.comparison;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class NodeProcessTests {

	private final NodeProcess process = new NodeProcess("n1", List.of("cat"));

	@AfterEach
	void end() {
		this.process.close();
	}

	@Test
	void aLineIsWhatHappensAndWhen() throws Exception {
		this.process.command("@42 up n2");
		assertThat(this.process.require("up n2", Duration.ofSeconds(30))).isEqualTo(42);
	}

	@Test
	void whoIsDownIsNoLongerUp() throws Exception {
		this.process.line("@42 up n2");
		this.process.line("@43 down n2");
		assertThat(this.process.await("up n2", System.nanoTime())).isEqualTo(Long.MAX_VALUE);
		assertThat(this.process.await("down n2", System.nanoTime())).isEqualTo(43);
	}

	@Test
	void whoeverWaitsForAProcessThatEndsIsToldItsLastWords() throws Exception {
		this.process.command("no such port");
		this.process.finish();
		assertThatIllegalStateException().isThrownBy(() -> this.process.require("ready", Duration.ofSeconds(30)))
			.withMessageContaining("n1")
			.withMessageContaining("ready")
			.withMessageContaining("no such port");
	}

	@Test
	void processorTimeIsThatOfUserAndSystem() {
		String stat = "7 (a (b) c) S 1 7 7 0 -1 4194304 100 0 0 0 250 50 0 0 20 0 9 0 100 1 1";
		assertThat(NodeProcess.cpuSeconds(stat)).isEqualTo(3.0);
	}

	@Test
	void residentMemoryIsInMegabytes() {
		assertThat(NodeProcess.residentMegabytes(List.of("Name:\tjava", "VmRSS:\t   73728 kB"))).isEqualTo(72);
	}

}
