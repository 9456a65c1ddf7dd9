package io.macula.gossip.service;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;

import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.WireScript;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node in a process of 64 MB survives what its members can send at most: scripts that
 * know the wire and none of the product's classes.
 */
@Tag("alone")
@Tag("once")
@Timeout(90)
class SmallHeapTests {

	private static final int MEGABYTE = 1024 * 1024;

	/**
	 * As many entries as metadata may have, and about as much as a value may.
	 */
	private static final int KEYS = 64;

	private static final int LENGTH = 1000;

	private static final String VICTIM = "victim@127.0.0.1";

	private static final String WITNESS = "witness@127.0.0.1";

	private static final int EPMD_PORT = Loopback.freePort();

	private static final int PORT = Loopback.freePort();

	private static JvmPeer victim;

	private static JvmPeer witness;

	private final WireScript script = new WireScript(EPMD_PORT);

	@BeforeAll
	static void start() {
		victim = start(VICTIM, "load=1", "slow-listener=20");
		witness = start(WITNESS);
		await().until(() -> victim.seen(WITNESS).size() == 1 && witness.seen(VICTIM).size() == 1);
	}

	@AfterAll
	static void close() {
		victim.close();
		witness.close();
	}

	@AfterEach
	void isAsItWas() throws Exception {
		this.script.close();
		assertThat(victim.status()).contains("health UP");
		assertThat(victim.log()).noneMatch((line) -> line.contains("OutOfMemoryError"));
		assertThat(victim.seen(WITNESS)).as("one up, and no down").hasSize(1);
		assertThat(witness.seen(VICTIM)).hasSize(1);
	}

	@Test
	void seventeenLinksWithFramesOfFifteenMegabytesThatDoNotEnd() throws Exception {
		byte[] frame = new byte[15 * MEGABYTE];
		for (int i = 0; i < 17; i++) {
			Socket link = link("frames" + i);
			new DataOutputStream(link.getOutputStream()).writeInt(16 * MEGABYTE - 1);
			link.getOutputStream().write(frame);
		}
		await().until(() -> victim.seen("frames16@127.0.0.1").contains("up frames16@127.0.0.1"));
	}

	@Test
	void sixteenFramesThatInflateToSixteenMegabytes() throws Exception {
		byte[] body = new byte[16 * MEGABYTE - 1000];
		ByteArrayOutputStream deflated = new ByteArrayOutputStream();
		DataOutputStream term = new DataOutputStream(new DeflaterOutputStream(deflated));
		term.write(109);
		term.writeInt(body.length);
		term.write(body);
		term.close();
		for (int i = 0; i < 16; i++) {
			Socket link = link("inflates" + i);
			ByteArrayOutputStream message = new ByteArrayOutputStream();
			DataOutputStream output = new DataOutputStream(message);
			output.write(new byte[] { (byte) 131, 80 });
			output.writeInt(body.length + 5);
			output.write(deflated.toByteArray());
			send(link, "load", message.toByteArray());
		}
		await().until(() -> victim.up("default").stream().filter((node) -> node.startsWith("inflates")).count() == 16);
	}

	@Test
	void nineteenHundredChangesOfMetadataBeforeAListenerThatTakesItsTime() throws Exception {
		String name = "changes@127.0.0.1";
		Socket link = link("changes");
		for (int i = 0; i < 1900; i++) {
			ByteArrayOutputStream message = new ByteArrayOutputStream();
			DataOutputStream output = new DataOutputStream(message);
			output.write(new byte[] { (byte) 131, 104, 3 });
			atom(output, "metadata");
			atom(output, name);
			output.write(116);
			output.writeInt(KEYS);
			for (int key = 0; key < KEYS; key++) {
				binary(output, "key" + key);
				binary(output, i + "-".repeat(LENGTH));
			}
			send(link, "macula_gossip", message.toByteArray());
		}
		link.close();
		await().untilAsserted(
				() -> assertThat(victim.seen(name)).containsExactly("up " + name, "down LINK_CLOSED " + name));
	}

	@Test
	void twentyThousandNamesThatAreConnectedToInVain() throws Exception {
		try (DatagramChannel sender = DatagramChannel.open(StandardProtocolFamily.INET)) {
			sender.bind(new InetSocketAddress("127.0.0.2", 0));
			sender.setOption(StandardSocketOptions.IP_MULTICAST_IF,
					NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1")));
			for (int i = 0; i < 20_000; i++) {
				Loopback.send(sender, PORT, ("MACULA_GOSSIP:name" + i + "@127.0.0.2").getBytes(StandardCharsets.UTF_8));
			}
		}
		Socket link = link("afterwards");
		await().until(() -> victim.seen("afterwards@127.0.0.1").size() == 1);
		link.close();
	}

	private Socket link(String name) throws IOException {
		return this.script.link(this.script.portOf("victim"), name + "@127.0.0.1", "cookie");
	}

	private static void send(Socket link, String process, byte[] message) throws IOException {
		ByteArrayOutputStream frame = new ByteArrayOutputStream();
		DataOutputStream output = new DataOutputStream(frame);
		output.write(new byte[] { 112, (byte) 131, 104, 4, 97, 6, 88 });
		atom(output, "x");
		output.write(new byte[12]);
		atom(output, "");
		atom(output, process);
		output.write(message);
		DataOutputStream wire = new DataOutputStream(link.getOutputStream());
		wire.writeInt(frame.size());
		wire.write(frame.toByteArray());
	}

	private static void atom(DataOutputStream output, String text) throws IOException {
		output.write(119);
		output.write(text.length());
		output.write(text.getBytes(StandardCharsets.US_ASCII));
	}

	private static void binary(DataOutputStream output, String text) throws IOException {
		output.write(109);
		output.writeInt(text.length());
		output.write(text.getBytes(StandardCharsets.US_ASCII));
	}

	private static JvmPeer start(String name, String... more) {
		List<String> settings = new ArrayList<>(List.of("name=" + name, "port=" + PORT, "epmd=" + EPMD_PORT, "ttl=0",
				"interfaces=" + String.join(",", Loopback.INTERFACES)));
		settings.addAll(List.of(more));
		return new JvmPeer(List.of(), settings.toArray(String[]::new));
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
	}

}
