package io.macula.gossip.distribution;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.handshake.DistributionFlags;
import io.macula.gossip.distribution.handshake.MemoryPeer;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.BinaryTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.testing.Eventually;
import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.Seed;
import io.macula.gossip.testing.WireScript;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Large messages in fragments: between two nodes, and from a script that knows the wire
 * and none of the classes here.
 */
@Timeout(60)
class FragmentTests {

	private static final int MEGABYTE = 1024 * 1024;

	private static final DistributionLimits LIMITS = new DistributionLimits(2 * MEGABYTE, 100, 4 * MEGABYTE,
			8 * MEGABYTE, 8 * MEGABYTE, 100, 4, 16, 1000, 10);

	private static final DistributionLimits RAISED = new DistributionLimits(64 * MEGABYTE, 100, 128 * MEGABYTE,
			256L * MEGABYTE, 256L * MEGABYTE, 100, 4, 16, 1000, 10);

	private final BlockingQueue<Term> messages = new LinkedBlockingQueue<>();

	private final int epmdPort = Loopback.freePort();

	private final WireScript script = new WireScript(this.epmdPort);

	private TestNode node;

	@BeforeEach
	void start() throws Exception {
		this.node = TestNode.start(this.epmdPort, "a@127.0.0.1", (options) -> options.limits(LIMITS));
		this.node.node().register("here", this::keep);
	}

	@AfterEach
	void stop() throws Exception {
		this.node.close();
		this.script.close();
	}

	@Test
	void whenTheLimitIsRaisedShouldCarryFortyMegabytesAndWhatComesBehind() throws Exception {
		try (TestNode c = TestNode.start(this.epmdPort, "c@127.0.0.1", (options) -> options.limits(RAISED));
				TestNode d = TestNode.start(this.epmdPort, "d@127.0.0.1", (options) -> options.limits(RAISED))) {
			c.connect("d@127.0.0.1");
			assertThat(c.next()).startsWith("up");
			d.node().register("here", this::keep);
			byte[] bytes = new byte[40 * MEGABYTE];
			new Random(Seed.of(FragmentTests.class)).nextBytes(bytes);
			BinaryTerm message = BinaryTerm.of(bytes);
			assertThat(c.node().send(NodeName.of("d@127.0.0.1"), "here", message)).isTrue();
			assertThat(c.node().send(NodeName.of("d@127.0.0.1"), "here", AtomTerm.of("last"))).isTrue();
			assertThat(this.messages.poll(30, TimeUnit.SECONDS)).isEqualTo(message);
			assertThat(this.messages.poll(30, TimeUnit.SECONDS)).isEqualTo(AtomTerm.of("last"));
			assertThat(c.events().isEmpty()).isTrue();
			assertThat(d.node().incoming().memory().outgoing().held()).isZero();
			Eventually.holds("all is given back", () -> d.node().incoming().held() == 0);
		}
	}

	@Test
	void whatGoesBeforeDataShouldGoBetweenFragments() throws Exception {
		try (TestNode c = TestNode.start(this.epmdPort, "c@127.0.0.1", (options) -> options.limits(RAISED));
				RawLink link = RawLink.open(c.node().port(),
						MemoryPeer.node("x@127.0.0.1", DistributionFlags.ours(true), 77), c.name())) {
			assertThat(c.next()).startsWith("up");
			NodeName peer = NodeName.of("x@127.0.0.1");
			// More than the buffers of the system take
			assertThat(c.node().send(peer, "anyone", BinaryTerm.of(new byte[40 * MEGABYTE]))).isTrue();
			DataInputStream input = link.input();
			input.skipNBytes(input.readInt());
			c.node().tell(peer, "anyone", AtomTerm.of("new"));
			int before = 0;
			int length = input.readInt();
			for (; length > 1000; length = input.readInt()) {
				input.skipNBytes(length);
				before++;
			}
			input.skipNBytes(length);
			assertThat(before).isBetween(0, 500);
			length = input.readInt();
			byte[] next = input.readNBytes(length);
			assertThat(next).as("the next fragment").startsWith(131, 70).hasSizeGreaterThan(60_000);
		}
	}

	@Test
	void whatTwoSendersSendInTurnShouldBePutTogether() throws Exception {
		Socket link = link("x@127.0.0.1");
		byte[] one = message("here", 300_000, 1);
		byte[] two = message("here", 200_000, 2);
		write(link, first(7, 3), one, 0, 100_000);
		write(link, first(9, 2), two, 0, 100_000);
		write(link, next(7, 2), one, 100_000, 200_000);
		write(link, message("here", 1, 3));
		write(link, next(9, 1), two, 100_000, two.length);
		write(link, next(7, 1), one, 200_000, one.length);
		write(link, first(7, 1), one, 0, one.length);
		assertThat(size()).isEqualTo(1);
		assertThat(size()).isEqualTo(200_000);
		assertThat(size()).isEqualTo(300_000);
		assertThat(size()).as("its number may be used again").isEqualTo(300_000);
		Eventually.holds("all is given back", () -> this.node.node().incoming().held() == 0);
	}

	@Test
	void whatIsOverTheLimitShouldBeDroppedAndWhatComesBehindTaken() throws Exception {
		Socket link = link("x@127.0.0.1");
		assertThat(this.node.next()).startsWith("up");
		byte[] piece = new byte[MEGABYTE];
		write(link, first(1, Long.MAX_VALUE), piece, 0, piece.length);
		for (int i = 1; i < 20; i++) {
			write(link, next(1, Long.MAX_VALUE - i), piece, 0, piece.length);
		}
		byte[] large = message("here", 3 * MEGABYTE, 1);
		write(link, first(2, 3), large, 0, MEGABYTE);
		write(link, next(2, 2), large, MEGABYTE, 2 * MEGABYTE);
		write(link, next(2, 1), large, 2 * MEGABYTE, large.length);
		write(link, message("here", 1, 3));
		assertThat(size()).isEqualTo(1);
		assertThat(this.node.node().droppedMessages()).isEqualTo(2);
		Eventually.holds("nothing is held", () -> this.node.node().incoming().held() == 0);
		assertThat(this.node.events().isEmpty()).isTrue();
	}

	@Test
	void whatAllLinksHoldUnfinishedShouldBeBoundedAndGivenBackWithTheLinks() throws Exception {
		byte[] piece = new byte[MEGABYTE];
		for (int i = 0; i < 6; i++) {
			Socket link = link("x" + i + "@127.0.0.1");
			for (int sequence = 1; sequence <= 2; sequence++) {
				write(link, first(sequence, 1000), piece, 0, piece.length);
			}
			assertThat(this.node.node().incoming().held()).isLessThanOrEqualTo(8 * MEGABYTE);
		}
		Eventually.holds("some had no room", () -> this.node.node().droppedMessages() > 0);
		assertThat(this.node.node().links()).hasSize(6);
		this.script.close();
		Eventually.holds("all is given back", () -> this.node.node().incoming().held() == 0);
	}

	@Test
	void whatCannotBeWhereItIsShouldEndTheLink() throws Exception {
		byte[] one = new byte[1];
		assertEnds("the sequence 0", first(0, 2));
		assertEnds("the id 0", first(1, 0));
		assertEnds("the id -1", first(1, -1));
		assertEnds("1 atoms", new byte[] { (byte) 131, 69, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 1 });
		assertEnds("where none is next", next(1, 1));
		assertEnds("where 2 is next", first(1, 3), next(1, 1));
		assertEnds("where 2 is next", first(1, 3), next(1, 3));
		assertEnds("its sequence 1 has begun before", first(1, 3), first(1, 3));
		assertEnds("a fragment of it holds nothing", (byte[]) null);
		byte[][] many = new byte[17][];
		for (int i = 0; i < many.length; i++) {
			many[i] = first(i + 1, 2);
		}
		assertEnds("16 others are in fragments that have not all come", many);
		Socket beam = this.script.link(this.node.node().port(), "beam@127.0.0.1", "epmdtests");
		assertThat(this.node.next()).startsWith("up");
		write(beam, first(1, 2), one, 0, 1);
		assertThat(this.node.next()).as("it never agreed to fragments").contains("its type is 131, not 112");
	}

	private void assertEnds(String why, byte[]... headers) throws Exception {
		Socket link = link("x@127.0.0.1");
		assertThat(this.node.next()).startsWith("up");
		for (byte[] header : headers) {
			if (header != null) {
				write(link, header, new byte[1], 0, 1);
			}
			else {
				write(link, first(1, 2));
			}
		}
		assertThat(this.node.next()).startsWith("down x@127.0.0.1: it sent a message that cannot be read: ")
			.contains(why);
		link.close();
	}

	private Socket link(String name) throws IOException {
		return this.script.linkWithFragments(this.node.node().port(), name, "epmdtests");
	}

	private int size() throws InterruptedException {
		Term message = this.messages.poll(20, TimeUnit.SECONDS);
		assertThat(message).isInstanceOf(BinaryTerm.class);
		return ((BinaryTerm) message).length();
	}

	private Term keep(Message message) {
		this.messages.add(message.body());
		return AtomTerm.of("ok");
	}

	private static byte[] first(long sequence, long id) throws IOException {
		return header(69, sequence, id, true);
	}

	private static byte[] next(long sequence, long id) throws IOException {
		return header(70, sequence, id, false);
	}

	private static byte[] header(int type, long sequence, long id, boolean atoms) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		DataOutputStream output = new DataOutputStream(bytes);
		output.write(131);
		output.write(type);
		output.writeLong(sequence);
		output.writeLong(id);
		if (atoms) {
			output.write(0);
		}
		return bytes.toByteArray();
	}

	/**
	 * Return a message to a name: REG_SEND, and a binary.
	 */
	private static byte[] message(String name, int size, int fill) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		DataOutputStream output = new DataOutputStream(bytes);
		output.write(new byte[] { 112, (byte) 131, 104, 4, 97, 6, 88, 119, 1, 'x' });
		output.write(new byte[12]);
		output.write(new byte[] { 119, 0, 119, (byte) name.length() });
		output.write(name.getBytes(StandardCharsets.US_ASCII));
		output.write(new byte[] { (byte) 131, 109 });
		output.writeInt(size);
		byte[] body = new byte[size];
		Arrays.fill(body, (byte) fill);
		output.write(body);
		return bytes.toByteArray();
	}

	private static void write(Socket link, byte[] frame) throws IOException {
		write(link, frame, frame, 0, 0);
	}

	private static void write(Socket link, byte[] header, byte[] bytes, int from, int to) throws IOException {
		DataOutputStream output = new DataOutputStream(link.getOutputStream());
		output.writeInt(header.length + to - from);
		output.write(header);
		output.write(bytes, from, to - from);
	}

	@Test
	void whatWillBeOverTheLimitByItsFirstFragmentShouldHoldNothing() throws Exception {
		Socket link = link("x@127.0.0.1");
		byte[] piece = new byte[Fragments.BYTES];
		int fits = 2 * MEGABYTE / Fragments.BYTES + 1;
		write(link, first(1, fits), piece, 0, piece.length);
		Eventually.holds("it is begun", () -> this.node.node().incoming().held() > 0);
		write(link, first(2, fits + 1), piece, 0, piece.length);
		write(link, first(3, Long.MAX_VALUE), piece, 0, piece.length);
		Eventually.holds("both are dropped", () -> this.node.node().droppedMessages() == 2);
		assertThat(this.node.node().incoming().held()).as("the first alone").isLessThan(3 * piece.length);
		write(link, next(2, fits), piece, 0, piece.length);
		write(link, message("here", 1, 3));
		assertThat(size()).isEqualTo(1);
		assertThat(this.node.node().droppedMessages()).isEqualTo(2);
	}

}
