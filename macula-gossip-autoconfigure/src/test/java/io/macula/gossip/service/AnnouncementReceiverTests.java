package io.macula.gossip.service;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.GossipRefusal;
import io.macula.gossip.NodeName;
import io.macula.gossip.announcement.AnnouncementFormat;
import io.macula.gossip.membership.Member;
import io.macula.gossip.multicast.GroupChannel.Arrival;
import io.macula.gossip.multicast.InterfaceBinding;
import io.macula.gossip.multicast.Origin;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class AnnouncementReceiverTests {

	private static final Log logger = LogFactory.getLog(AnnouncementReceiverTests.class);

	private static final NodeName SELF = NodeName.of("orders@192.168.1.18");

	private static final NodeName FORMER_SELF = NodeName.of("orders@192.168.1.17");

	private static final InetSocketAddress SOURCE = new InetSocketAddress("192.168.1.17", 5);

	private static final Origin BY_INTERFACE = new Origin(true,
			new InterfaceBinding("eth0", 1, InetAddress.getLoopbackAddress(), "test"));

	private final GossipSettings settings = TestSettings.of("230.1.1.251", null);

	private final AnnouncementFormat format = this.settings.format();

	private final Reporting reporting = new Reporting(new AnnouncementCounters(), new ConnectTimes(), logger,
			new RateLimitedLog(logger, System::nanoTime), (event) -> {
			});

	private final Refusals refusals = new Refusals(this.reporting.warnings(),
			new WallClock(Clock.systemUTC(), System::nanoTime));

	private final Diagnosis diagnosis = new Diagnosis(this.settings, this.refusals, System.nanoTime());

	private final GossipLoop loop = new GossipLoop(this.settings, System.nanoTime(), this.reporting, mock(),
			System.nanoTime());

	private final AnnouncementReceiver receiver = new AnnouncementReceiver(this.settings, SELF, this.loop,
			new Peers(List.of(), TestSettings.PORT, new PeerLookUps(InetAddress::getAllByName, Runnable::run, () -> {
			}), 10, this.settings.interval()), null, this.diagnosis, this.reporting);

	@BeforeEach
	void open() {
		((ThreadPoolTaskScheduler) this.settings.taskScheduler()).initialize();
		this.loop.open();
	}

	@AfterEach
	void close() {
		this.loop.close();
		((ThreadPoolTaskScheduler) this.settings.taskScheduler()).shutdown();
	}

	@Test
	void anotherNodeIsDiscovered() {
		NodeName other = NodeName.of("orders@192.168.1.19");
		receive(this.format.announcement(other), Origin.OTHER);
		assertThat(members()).containsExactly(other);
		assertThat(count(AnnouncementResult.ACCEPTED)).isOne();
	}

	@Test
	void whatWeAnnouncedIsNotTakenForAnotherNode() {
		receive(this.format.announcement(SELF), BY_INTERFACE);
		receive(this.format.announcement(SELF), Origin.OWN);
		assertThat(members()).isEmpty();
		assertThat(count(AnnouncementResult.OWN)).isEqualTo(2);
	}

	@Test
	void whatWeAnnouncedUnderAnEarlierNameIsNotTakenForAnotherNodeHoweverLateItComes() {
		receive(this.format.announcement(FORMER_SELF), BY_INTERFACE);
		receive(this.format.announcement(FORMER_SELF), Origin.OWN);
		assertThat(members()).isEmpty();
		assertThat(count(AnnouncementResult.OWN)).isEqualTo(2);
	}

	@Test
	void ourFarewellToAnEarlierNameIsNoRefusal() {
		receive(this.format.farewell(FORMER_SELF, 0), Origin.OWN);
		assertThat(count(AnnouncementResult.OWN)).isOne();
		assertThat(this.refusals.list()).isEmpty();
	}

	@Test
	void anotherNodeThatHasOurNameIsAConflictAndNoProblemSinceAnybodyCanSendThat() {
		receive(this.format.announcement(SELF), Origin.OTHER);
		receive(this.format.farewell(SELF, System.currentTimeMillis()), Origin.OTHER);
		assertThat(count(AnnouncementResult.CONFLICT)).isEqualTo(2);
		assertThat(this.diagnosis.problems(System.nanoTime())).isEmpty();
		assertThat(this.refusals.list()).singleElement()
			.extracting(GossipRefusal::reason, GossipRefusal::count)
			.containsExactly(AnnouncementResult.CONFLICT, 2L);
	}

	private void receive(byte[] bytes, Origin origin) {
		ByteBuffer datagram = ByteBuffer.allocate(AnnouncementFormat.MAX_BYTES).put(bytes);
		this.receiver.received(datagram, SOURCE, Arrival.GROUP, origin);
	}

	private List<NodeName> members() {
		return this.loop.view().members().stream().map(Member::name).toList();
	}

	private long count(AnnouncementResult result) {
		return this.reporting.counters().get(result);
	}

}
