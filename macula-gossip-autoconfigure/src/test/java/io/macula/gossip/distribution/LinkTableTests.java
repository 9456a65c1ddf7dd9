package io.macula.gossip.distribution;

import java.io.Closeable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.handshake.HandshakeException;
import io.macula.gossip.distribution.handshake.HandshakeException.Reason;
import io.macula.gossip.distribution.handshake.HandshakeNode;
import io.macula.gossip.distribution.handshake.HandshakeStatus;
import io.macula.gossip.etf.AtomTerm;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * One link at most with each node, and the listener told of each once.
 */
@Timeout(30)
class LinkTableTests {

	private static final NodeName SELF = NodeName.of("m@host");

	private static final NodeName LESSER = NodeName.of("a@host");

	private static final NodeName OTHER = NodeName.of("b@host");

	private static final NodeName GREATER = NodeName.of("z@host");

	private final AtomicLong clock = new AtomicLong();

	private final LinkEvents events = new LinkEvents();

	private final ListenerThread listener = new ListenerThread(this.events);

	private final LinkTable table = new LinkTable(SELF, 2, this.listener, this.clock::get);

	@BeforeEach
	void start() {
		this.listener.start(new LinkThreads(Thread::new), "listener");
	}

	@AfterEach
	void stop() {
		this.listener.close();
	}

	@Test
	void whenThereIsAnAttemptShouldWantNoOther() {
		assertThat(this.table.offer(new Dial(LESSER, null))).isTrue();
		assertThat(this.table.offer(new Dial(LESSER, null))).isFalse();
		assertThat(this.table.offer(new Dial(GREATER, null))).isTrue();
	}

	@Test
	void whenThereIsALinkShouldWantNoAttempt() throws Exception {
		this.table.claim(link(LESSER), new Acceptance(LESSER));
		assertThat(this.table.offer(new Dial(LESSER, null))).isFalse();
		assertThat(this.table.arrive(new Acceptance(LESSER))).isEqualTo(HandshakeStatus.ALIVE);
	}

	@Test
	void whenNodeWithTheLesserNameConnectsAtOnceShouldGoOnWithOurs() throws Exception {
		Dial dial = begun(LESSER);
		assertThat(this.table.arrive(new Acceptance(LESSER))).isEqualTo(HandshakeStatus.NOK);
		assertThat(dial.isCancelled()).isFalse();
		this.table.prove(dial, node(dial.peer()));
		Link link = link(LESSER);
		this.table.claim(link, dial);
		this.table.announce(link);
		assertThat(this.events.next()).isEqualTo("up a@host hidden");
	}

	@Test
	void whenItDoesNotAnswerOursShouldGoOnWithItsOwn() throws Exception {
		Dial dial = begun(LESSER);
		this.clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(501));
		Acceptance acceptance = new Acceptance(LESSER);
		assertThat(this.table.arrive(acceptance)).isEqualTo(HandshakeStatus.OK_SIMULTANEOUS);
		assertThat(dial.isCancelled()).as("until that has come through").isFalse();
		Link link = link(LESSER);
		this.table.claim(link, acceptance);
		assertThat(dial.isCancelled()).isTrue();
		assertThatFails(() -> this.table.prove(dial, node(dial.peer())), Reason.ALREADY_CONNECTED);
		this.table.leave(acceptance);
		this.table.announce(link);
		assertThat(this.events.next()).isEqualTo("up a@host hidden");
	}

	@Test
	void whenOursIsAboutToBeTheLinkShouldRefuseTheOtherOne() throws Exception {
		Dial dial = begun(LESSER);
		this.clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(501));
		Acceptance acceptance = new Acceptance(LESSER);
		this.table.arrive(acceptance);
		this.table.prove(dial, node(dial.peer()));
		assertThatFails(() -> this.table.claim(link(LESSER), acceptance), Reason.ALREADY_CONNECTED);
		this.table.claim(link(LESSER), dial);
	}

	@Test
	void whenNodeWithTheGreaterNameConnectsAtOnceShouldMakeItsConnectionTheLink() throws Exception {
		Dial dial = begun(GREATER);
		Acceptance acceptance = new Acceptance(GREATER);
		assertThat(this.table.arrive(acceptance)).isEqualTo(HandshakeStatus.OK_SIMULTANEOUS);
		this.table.yield(dial);
		assertThat(dial.isCancelled()).isTrue();
		this.table.fail(dial, "its connection was closed");
		assertThatFails(() -> this.table.claim(link(GREATER), dial), Reason.ALREADY_CONNECTED);
		Link link = link(GREATER);
		this.table.claim(link, new Acceptance(link.name()));
		this.table.leave(acceptance);
		this.table.announce(link);
		assertThat(this.events.next()).isEqualTo("up z@host hidden");
	}

	@Test
	void whenItGivesWayItselfShouldGoOnWithOurs() throws Exception {
		Dial dial = begun(GREATER);
		Acceptance acceptance = new Acceptance(GREATER);
		this.table.arrive(acceptance);
		this.table.prove(dial, node(dial.peer()));
		this.table.leave(acceptance);
		this.table.claim(link(GREATER), dial);
	}

	@Test
	void whenAttemptThatGaveWayIsNotLinkedInTimeShouldTell() throws Exception {
		Dial dial = begun(GREATER);
		this.table.yield(dial);
		this.table.expire(dial, "for the test");
		assertThat(this.events.next()).isEqualTo("failed z@host: for the test");
	}

	@Test
	void whenNodeConnectsBeforeItKnowsOfUsShouldWaitForItsOutcome() throws Exception {
		Dial dial = new Dial(LESSER, null);
		this.table.offer(dial);
		Acceptance acceptance = new Acceptance(LESSER);
		assertThat(this.table.arrive(acceptance)).isEqualTo(HandshakeStatus.OK);
		AtomicBoolean over = new AtomicBoolean();
		Thread thread = new Thread(() -> {
			// So that the attempt has begun to wait, or has not waited
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
			over.set(true);
			this.table.leave(acceptance);
		});
		thread.start();
		assertThat(this.table.begin(dial)).isTrue();
		assertThat(over).isTrue();
		thread.join();
	}

	@Test
	void whenNodeIsLinkedMeanwhileShouldNotBegin() throws Exception {
		Dial dial = new Dial(LESSER, null);
		this.table.offer(dial);
		Acceptance acceptance = new Acceptance(LESSER);
		this.table.arrive(acceptance);
		this.table.claim(link(LESSER), new Acceptance(LESSER));
		assertThat(this.table.begin(dial)).isFalse();
		assertThat(dial.isCancelled()).isTrue();
	}

	@Test
	void whenAttemptTakesTooLongShouldTellOnce() throws Exception {
		Dial dial = begun(LESSER);
		this.table.expire(dial, "too slow");
		this.table.fail(dial, "closed");
		assertThat(dial.isCancelled()).isTrue();
		assertThat(this.events.next()).isEqualTo("failed a@host: too slow");
		assertThat(this.table.offer(new Dial(LESSER, null))).isTrue();
		this.listener.close();
		assertThat(this.events.isEmpty()).isTrue();
	}

	@Test
	void whenANodeTellsOfItselfWithoutEndShouldTakeOnePlaceWithTheNewest() throws Exception {
		CountDownLatch busy = new CountDownLatch(1);
		this.listener.tell((listener) -> awaitUninterruptibly(busy));
		Link link = linked(LESSER);
		for (int i = 1; i <= 1000; i++) {
			this.table.introduce(link, AtomTerm.of("number" + i));
		}
		busy.countDown();
		assertThat(this.events.next()).isEqualTo("up a@host hidden");
		assertThat(this.events.next()).isEqualTo("told a@host: number1000");
		this.table.introduce(link, AtomTerm.of("more"));
		assertThat(this.events.next()).isEqualTo("told a@host: more");
		this.listener.close();
		assertThat(this.events.isEmpty()).isTrue();
	}

	@Test
	void whenALinkHasEndedShouldNotTakeWhatCameOverItForTheNextOnes() throws Exception {
		CountDownLatch busy = new CountDownLatch(1);
		this.listener.tell((listener) -> awaitUninterruptibly(busy));
		Link first = linked(LESSER);
		this.table.introduce(first, AtomTerm.of("first"));
		this.table.remove(first, "closed");
		this.table.introduce(first, AtomTerm.of("late"));
		Link second = linked(LESSER);
		this.table.introduce(first, AtomTerm.of("later"));
		this.table.introduce(second, AtomTerm.of("second"));
		busy.countDown();
		this.listener.close();
		assertThat(this.events.all("")).containsExactly("up a@host hidden", "told a@host: first", "down a@host: closed",
				"up a@host hidden", "told a@host: second");
	}

	private static HandshakeNode node(NodeName name) {
		return new HandshakeNode(name, -1, 1);
	}

	private Link linked(NodeName peer) throws Exception {
		Link link = link(peer);
		this.table.claim(link, new Acceptance(peer));
		this.table.announce(link);
		return link;
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void whenAttemptHasLedToALinkShouldNotEndItsConnection() throws Exception {
		Dial dial = begun(LESSER);
		this.table.prove(dial, node(dial.peer()));
		this.table.claim(link(LESSER), dial);
		this.table.expire(dial, "too slow");
		assertThat(dial.isCancelled()).isFalse();
	}

	@Test
	void whenReplacedShouldTellOfTheEndBeforeTheStart() throws Exception {
		Link old = link(LESSER);
		this.table.claim(old, new Acceptance(LESSER));
		this.table.announce(old);
		assertThatFails(() -> this.table.claim(link(LESSER), new Acceptance(LESSER)), Reason.ALREADY_CONNECTED);
		Link link = link(LESSER);
		Acceptance acceptance = new Acceptance(LESSER);
		assertThat(this.table.arrive(acceptance)).isEqualTo(HandshakeStatus.ALIVE);
		this.table.claim(link, acceptance);
		this.table.remove(old, "closed");
		this.table.announce(link);
		assertThat(old.isOpen()).isFalse();
		this.listener.close();
		assertThat(this.events.all("")).containsExactly("up a@host hidden",
				"down a@host: replaced by a new connection of the same node", "up a@host hidden");
	}

	@Test
	void whenLinkEndsBeforeItIsAnnouncedShouldTellNothing() throws Exception {
		Link link = link(LESSER);
		this.table.claim(link, new Acceptance(link.name()));
		this.table.remove(link, "closed");
		this.table.announce(link);
		this.listener.close();
		assertThat(this.events.isEmpty()).isTrue();
	}

	@Test
	void whenThereAreAsManyLinksAsMayBeShouldBeFullForOthers() throws Exception {
		this.table.claim(link(LESSER), new Acceptance(LESSER));
		assertThat(this.table.objection(GREATER)).isNull();
		this.table.claim(link(OTHER), new Acceptance(OTHER));
		assertThat(this.table.objection(GREATER)).isEqualTo("this node has 2 links, as many as its limit allows");
		assertThat(this.table.objection(LESSER)).isNull();
	}

	@Test
	void whenTwoConnectAtOnceWhereThereIsRoomForOneShouldMakeOneLink() throws Exception {
		this.table.claim(link(LESSER), new Acceptance(LESSER));
		Dial dial = begun(GREATER);
		Acceptance acceptance = new Acceptance(OTHER);
		this.table.arrive(acceptance);
		assertThat(this.table.objection(GREATER)).isNull();
		this.table.claim(link(OTHER), acceptance);
		assertThatFails(() -> this.table.claim(link(GREATER), dial), Reason.NOT_ALLOWED);
		assertThat(this.table.link(GREATER)).isNull();
	}

	@Test
	void whenNodeHasOurNameShouldObject() {
		assertThat(this.table.objection(SELF))
			.isEqualTo("it has the name of this node, m@host: give one of them another");
	}

	@Test
	void whenAConnectIsAskedForWhileTheLinkIsClosingShouldAnswerIt() throws Exception {
		Link link = link(LESSER, () -> assertThat(this.table.offer(new Dial(LESSER, null))).isFalse());
		this.table.claim(link, new Acceptance(LESSER));
		this.table.announce(link);
		link.close("it broke");
		assertThat(this.events.next()).isEqualTo("up a@host hidden");
		assertThat(this.events.next()).isEqualTo("down a@host: it broke");
		assertThat(this.events.next()).isEqualTo("failed a@host: it broke");
	}

	@Test
	void whenClosedShouldTakeNoMore() throws Exception {
		Dial dial = begun(LESSER);
		this.table.claim(link(GREATER), new Acceptance(GREATER));
		assertThat(this.table.close()).hasSize(1);
		assertThat(dial.isCancelled()).isTrue();
		assertThat(this.table.offer(new Dial(NodeName.of("b@host"), null))).isFalse();
		assertThatFails(() -> this.table.claim(link(LESSER), dial), Reason.CLOSED);
	}

	private Dial begun(NodeName peer) throws InterruptedException {
		Dial dial = new Dial(peer, null);
		assertThat(this.table.offer(dial)).isTrue();
		assertThat(this.table.begin(dial)).isTrue();
		return dial;
	}

	private Link link(NodeName peer) {
		return link(peer, () -> {
		});
	}

	private Link link(NodeName peer, Closeable closer) {
		return SilentLink.create(peer, closer, this.table::remove);
	}

	private static void assertThatFails(ThrowingCallable claim, Reason reason) {
		assertThatExceptionOfType(HandshakeException.class).isThrownBy(claim)
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(reason));
	}

}
