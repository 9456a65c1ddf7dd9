package io.macula.gossip.service;

import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.NodeName;
import io.macula.gossip.announcement.MaculaFormat;
import io.macula.gossip.announcement.Secret;
import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.Seed;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("alone")
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class HostileDatagramTests {

	private static final int DATAGRAMS = 100_000;

	private static final int MAX_NODES = 50;

	@Test
	void aHundredThousandRandomAndMutatedDatagramsChangeNothing(CapturedOutput output) throws Exception {
		try (TestCluster cluster = new TestCluster(); DatagramChannel attacker = Loopback.openSender()) {
			GossipClusterService open = cluster.node("open@127.0.0.1", (builder) -> builder.maxNodes(MAX_NODES));
			GossipClusterService closed = cluster.node("closed@127.0.0.1",
					(builder) -> builder.maxNodes(MAX_NODES).secret("my-secret"));
			GossipClusterService friend = cluster.node("friend@127.0.0.1", (builder) -> builder.secret("my-secret"));
			List.of(open, closed, friend).forEach(GossipClusterService::start);
			Awaitility.await().until(() -> !open.getConnected().isEmpty() && !closed.getConnected().isEmpty());
			long started = System.nanoTime();

			attack(attacker, cluster.port(), new Random(Seed.of(getClass())), closed);

			assertThat(received(closed)).as("datagrams that reached the node").isGreaterThan(DATAGRAMS / 2);
			assertThat(closed.getDiscovered()).containsExactly(NodeName.of("friend@127.0.0.1"));
			assertThat(closed.getConnected()).containsExactly(NodeName.of("friend@127.0.0.1"));
			assertThat(open.getNodes()).hasSizeLessThanOrEqualTo(MAX_NODES);
			assertThat(open.getAnnouncementCount(AnnouncementResult.FULL)).isPositive();
			assertThat(closed.getStatus().problems()).isEmpty();
			assertThat(friend.getConnected()).contains(NodeName.of("closed@127.0.0.1"));

			long seconds = Duration.ofNanos(System.nanoTime() - started).toSeconds();
			assertThat(output.toString().lines().filter((line) -> line.contains("GossipClusterService")))
				.as("lines in %d s by three nodes", seconds)
				.hasSizeBetween(4, (int) (3 * 2 * (seconds + 2)));
			for (String kind : List.of("Refused a datagram", "Cluster 'default'")) {
				assertThat(output.toString().lines().filter((line) -> line.contains(kind)))
					.as("lines with %s in %d s by three nodes", kind, seconds)
					.hasSizeLessThanOrEqualTo((int) (3 * (seconds + 2)));
			}
		}
	}

	private static void attack(DatagramChannel attacker, int port, Random random, GossipClusterService target)
			throws Exception {
		NodeName name = NodeName.of("orders-1@192.168.1.17");
		MaculaFormat open = new MaculaFormat(List.of(), 1);
		MaculaFormat other = new MaculaFormat(List.of(Secret.of("another-secret")), 1);
		List<byte[]> valid = List.of(open.announcement(name), other.announcement(name),
				open.farewell(name, System.currentTimeMillis()), other.farewell(name, System.currentTimeMillis()));
		for (int i = 0; i < DATAGRAMS; i++) {
			byte[] datagram;
			if (i % 4 == 0) {
				datagram = new byte[random.nextInt(1400)];
				random.nextBytes(datagram);
			}
			else {
				byte[] source = valid.get(random.nextInt(valid.size()));
				datagram = Arrays.copyOf(source, (i % 4 == 1) ? random.nextInt(source.length + 20) : source.length);
				for (int change = random.nextInt(4); change >= 0 && datagram.length > 0; change--) {
					datagram[random.nextInt(datagram.length)] = (byte) (33 + random.nextInt(90));
				}
			}
			Loopback.send(attacker, port, datagram);
			if (i % 500 == 0) {
				int sent = i;
				Awaitility.await()
					.pollInterval(Duration.ofMillis(1))
					.atMost(Duration.ofSeconds(2))
					.until(() -> received(target) >= sent / 2);
			}
		}
	}

	private static long received(GossipClusterService service) {
		long received = 0;
		for (AnnouncementResult result : AnnouncementResult.values()) {
			if (result.direction() == AnnouncementResult.Direction.RECEIVED) {
				received += service.getAnnouncementCount(result);
			}
		}
		return received;
	}

}
