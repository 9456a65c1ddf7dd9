package io.macula.gossip.benchmarks;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.NodeName;
import io.macula.gossip.announcement.AnnouncementDecoder;
import io.macula.gossip.announcement.Decoded;
import io.macula.gossip.announcement.MaculaFormat;
import io.macula.gossip.announcement.Secret;
import io.macula.gossip.membership.FailureDetection;
import io.macula.gossip.membership.Hearing;
import io.macula.gossip.membership.Membership;
import io.macula.gossip.membership.MembershipSettings;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One announcement, from its bytes to the table of nodes: of a node that is known, and
 * the first of a node, whose signature must be verified.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AnnouncementBenchmark {

	private static final Duration INTERVAL = Duration.ofMillis(1500);

	private static final int STRANGERS = 1 << 15;

	/**
	 * Whether announcements are signed.
	 */
	@Param({ "false", "true" })
	public boolean secret;

	/**
	 * How many nodes there are, which announce in turn.
	 */
	@Param({ "5", "1000" })
	public int nodes;

	private byte[][] datagrams;

	private AnnouncementDecoder remembering;

	private AnnouncementDecoder forgetful;

	private Membership membership;

	private byte[][] strangers;

	private Membership newcomers;

	private InetSocketAddress source;

	private int next;

	private int nextStranger;

	/**
	 * Prepare the datagrams and a table that knows the nodes.
	 */
	@Setup
	public void prepare() {
		List<Secret> secrets = this.secret ? List.of(Secret.of("my-cluster-secret")) : List.of();
		MaculaFormat format = new MaculaFormat(secrets, 2 * this.nodes);
		this.remembering = format.newDecoder();
		this.forgetful = new MaculaFormat(secrets, 1).newDecoder();
		this.membership = membership(this.nodes);
		this.source = new InetSocketAddress(InetAddress.getLoopbackAddress(), 45892);
		this.datagrams = announcements(format, "orders-", this.nodes);
		this.strangers = announcements(format, "stranger-", STRANGERS);
	}

	/**
	 * An announcement equal to one that came before, decoded and accepted.
	 * @return what it was to the table
	 */
	@Benchmark
	public Hearing known() {
		this.next = (this.next + 1) % this.nodes;
		return accept(this.remembering, this.datagrams[this.next], this.membership);
	}

	/**
	 * The first announcement of a node, which takes its place in the table. Once all have
	 * come the table is a new one.
	 * @return what it was to the table
	 */
	@Benchmark
	public Hearing first() {
		this.nextStranger = (this.nextStranger + 1) % STRANGERS;
		if (this.nextStranger == 1) {
			this.newcomers = membership(STRANGERS);
		}
		return accept(this.forgetful, this.strangers[this.nextStranger], this.newcomers);
	}

	private Hearing accept(AnnouncementDecoder decoder, byte[] datagram, Membership membership) {
		Decoded.Announcement announcement = (Decoded.Announcement) decoder.decode(datagram, datagram.length);
		return membership.heard(announcement.node(), this.source, System.nanoTime());
	}

	private static Membership membership(int nodes) {
		return new Membership(new MembershipSettings(ConnectionMode.HEARTBEAT, INTERVAL,
				FailureDetection.forInterval(INTERVAL), nodes), new SplittableRandom(), (effect) -> {
				}, System.nanoTime());
	}

	private static byte[][] announcements(MaculaFormat format, String prefix, int count) {
		byte[][] announcements = new byte[count][];
		for (int i = 0; i < count; i++) {
			announcements[i] = format.announcement(NodeName.of(prefix + i + "@192.168.1.17"));
		}
		return announcements;
	}

}
