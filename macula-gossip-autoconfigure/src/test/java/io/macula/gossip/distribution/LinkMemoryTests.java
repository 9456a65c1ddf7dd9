package io.macula.gossip.distribution;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.zip.DeflaterOutputStream;

import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.BinaryTerm;
import io.macula.gossip.etf.PidTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.testing.Eventually;
import io.macula.gossip.testing.Loopback;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What comes in takes no more memory than all links together may, and gives it back.
 */
@Tag("once")
@Timeout(60)
class LinkMemoryTests {

	private static final int FRAME = 1024 * 1024;

	private static final long ALL = 10L * FRAME;

	private static final DistributionLimits LIMITS = new DistributionLimits(FRAME, 100, FRAME, ALL, ALL, 100, 4, 64,
			1000, 10);

	private static final PidTerm SENDER = new PidTerm(AtomTerm.of("x@127.0.0.1"), 1, 0, 77);

	private final BlockingQueue<Runnable> handlers = new LinkedBlockingQueue<>();

	@Test
	void whenManyLinksBringFramesThatNeverEndShouldBoundThemAllAndKeepTheLinks() throws Exception {
		List<RawLink> links = new ArrayList<>();
		byte[] frame = Frames.sendToName(SENDER, "nobody", BinaryTerm.of(new byte[FRAME - 100]));
		try (TestNode a = start((options) -> options.limits(LIMITS))) {
			for (int i = 0; i < 17; i++) {
				RawLink link = RawLink.open(a.node().port(), "x" + i + "@127.0.0.1", 77, a.name());
				links.add(link);
				link.output().writeInt(frame.length);
				link.output().write(frame, 0, frame.length - 1);
			}
			IncomingMessages incoming = a.node().incoming();
			Eventually.holds("some had no room", () -> a.node().droppedMessages() > 0);
			for (RawLink link : links) {
				assertThat(incoming.held()).isLessThanOrEqualTo(ALL);
				link.output().write(frame[frame.length - 1]);
				awaitAnswer(link);
			}
			assertThat(incoming.held()).isZero();
			assertThat(a.node().links()).hasSize(links.size());
		}
		finally {
			for (RawLink link : links) {
				link.close();
			}
		}
	}

	@Test
	void whenLinksEndAmidFramesShouldGiveTheirMemoryBack() throws Exception {
		try (TestNode a = start((options) -> options.limits(LIMITS))) {
			IncomingMessages incoming = a.node().incoming();
			for (int i = 0; i < 30; i++) {
				try (RawLink link = RawLink.open(a.node().port(), "x@127.0.0.1", 77 + i, a.name())) {
					assertThat(a.next()).startsWith("up");
					link.output().writeInt(FRAME);
					link.output().write(new byte[FRAME - 1]);
					Eventually.holds("it is being read", () -> incoming.held() == FRAME);
				}
				assertThat(a.next()).startsWith("down");
				Eventually.holds("all is given back", () -> incoming.held() == 0);
			}
			assertThat(a.node().droppedMessages()).isZero();
		}
	}

	@Test
	void whenMessagesWaitForTheirHandlerShouldCountThemUntilTheyAreHandled() throws Exception {
		try (TestNode a = start((options) -> options.limits(LIMITS).handlers(this.handlers::add));
				RawLink link = RawLink.open(a.node().port(), "x@127.0.0.1", 77, a.name())) {
			a.node().register("here", (message) -> null);
			IncomingMessages incoming = a.node().incoming();
			for (int i = 0; i < 30; i++) {
				write(link, Frames.sendToName(SENDER, "here", BinaryTerm.of(new byte[FRAME / 2])));
			}
			awaitAnswer(link);
			assertThat(incoming.held()).isBetween(1L, ALL);
			assertThat(a.node().droppedMessages()).isBetween(1L, 29L);
			this.handlers.take().run();
			assertThat(incoming.held()).isZero();
		}
	}

	@Test
	void whenMessagesAreCompressedShouldCountWhatTheyInflateTo() throws Exception {
		try (TestNode a = start((options) -> options.limits(LIMITS).handlers(this.handlers::add));
				RawLink link = RawLink.open(a.node().port(), "x@127.0.0.1", 77, a.name())) {
			a.node().register("here", (message) -> null);
			IncomingMessages incoming = a.node().incoming();
			for (int i = 0; i < 30; i++) {
				write(link, compressed("nobody"));
			}
			awaitAnswer(link);
			assertThat(a.node().droppedMessages()).as("what nobody wants takes nothing").isZero();
			for (int i = 0; i < 30; i++) {
				write(link, compressed("here"));
			}
			awaitAnswer(link);
			assertThat(incoming.held()).isBetween(FRAME / 2L, ALL);
			assertThat(a.node().droppedMessages()).isBetween(1L, 29L);
			this.handlers.take().run();
			assertThat(incoming.held()).isZero();
		}
	}

	@Test
	void whenAFrameHoldsWhatOthersLackForLongerThanTheTickTimeShouldSkipIt() throws Exception {
		DistributionLimits two = new DistributionLimits(FRAME, 100, FRAME, 2L * FRAME, ALL, 100, 4, 64, 1000, 10);
		byte[] frame = Frames.sendToName(SENDER, "nobody", BinaryTerm.of(new byte[FRAME / 8 * 7]));
		try (TestNode a = start(
				(options) -> options.limits(two).links((links) -> links.setTickTime(Duration.ofSeconds(1))));
				RawLink hoard = RawLink.open(a.node().port(), "x@127.0.0.1", 77, a.name());
				RawLink other = RawLink.open(a.node().port(), "y@127.0.0.1", 77, a.name())) {
			hoard.output().writeInt(FRAME);
			hoard.output().write(frame);
			Eventually.holds("it is being read", () -> a.node().incoming().held() == FRAME);
			write(other, frame);
			AtomicInteger more = new AtomicInteger(FRAME - frame.length);
			Eventually.holds("both have lost their frames", () -> {
				hoard.output().write(0);
				more.decrementAndGet();
				other.output().writeInt(0);
				return a.node().droppedMessages() == 2;
			});
			write(other, frame);
			awaitAnswer(other);
			hoard.output().write(new byte[more.get()]);
			awaitAnswer(hoard);
			assertThat(a.node().droppedMessages()).isEqualTo(2);
			assertThat(a.node().links()).hasSize(2);
		}
	}

	@Test
	void whenMessageIsOverTheLimitShouldSkipItAndGoOn() throws Exception {
		try (TestNode a = start((options) -> options.limits(LIMITS));
				RawLink link = RawLink.open(a.node().port(), "x@127.0.0.1", 77, a.name())) {
			write(link, new byte[FRAME + 1]);
			awaitAnswer(link);
			assertThat(a.node().droppedMessages()).isOne();
		}
	}

	/**
	 * Await the answer to what is asked for last, when all before was read.
	 */
	private static void awaitAnswer(RawLink link) throws Exception {
		write(link, Frames.send(SENDER, Term.of(1)));
		link.output().writeInt(0);
		assertThat(link.input().readInt()).isZero();
	}

	private static void write(RawLink link, byte[] frame) throws IOException {
		link.output().writeInt(frame.length);
		link.output().write(frame);
	}

	private static byte[] compressed(String name) throws IOException {
		byte[] control = Frames.sendToName(SENDER, name, Term.of(1));
		ByteArrayOutputStream frame = new ByteArrayOutputStream();
		DataOutputStream output = new DataOutputStream(frame);
		// The message, an integer, takes three bytes
		output.write(control, 0, control.length - 3);
		output.write(new byte[] { (byte) 131, 80 });
		output.writeInt(FRAME / 2 + 5);
		try (DataOutputStream deflated = new DataOutputStream(new DeflaterOutputStream(output))) {
			deflated.write(109);
			deflated.writeInt(FRAME / 2);
			deflated.write(new byte[FRAME / 2]);
		}
		return frame.toByteArray();
	}

	private static TestNode start(Consumer<TestNode.Options> change) throws Exception {
		return TestNode.start(Loopback.freePort(), "a@127.0.0.1", change);
	}

}
