package io.macula.gossip.service;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.NodeName;
import io.macula.gossip.NodeState;
import io.macula.gossip.announcement.Decoded;
import io.macula.gossip.announcement.ProofFormat;
import io.macula.gossip.distribution.Destination;
import io.macula.gossip.distribution.LinkLayer;
import io.macula.gossip.distribution.NodeLink;
import io.macula.gossip.distribution.handshake.Cookie;
import io.macula.gossip.membership.Introduction;
import io.macula.gossip.membership.Member;
import io.macula.gossip.multicast.AnnouncementChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/**
 * Whom a node with a cookie connects to, and where: its questions and the answers go by
 * the hands of the test.
 */
@Timeout(30)
class DialRuleTests {

	private static final NodeName NODE = NodeName.of("orders@10.0.0.2");

	private static final InetSocketAddress ANNOUNCING = new InetSocketAddress("10.0.0.2", 40_000);

	private final ProofFormat format = new ProofFormat(List.of(ProofFormat.key("", "cookie")));

	private final AnnouncementChannel channel = mock(AnnouncementChannel.class);

	private final LinkLayer links = mock(LinkLayer.class);

	private final Asks asks = new Asks(this.format, this.channel, 9, new DaemonThreads(Thread::new).timer("test-ask"));

	private final DialRule rule = new DialRule(TestSettings.of("230.1.1.251", null), this.links, this.asks,
			List.of(new CookieChoice.Key(ProofFormat.key("", "cookie"), Cookie.of("cookie"))));

	private final BlockingQueue<Decoded.Ask> questions = new LinkedBlockingQueue<>();

	private final BlockingQueue<Destination> dialled = new LinkedBlockingQueue<>();

	private final BlockingQueue<String> refused = new LinkedBlockingQueue<>();

	@BeforeEach
	void listen() throws Exception {
		willAnswer((invocation) -> {
			byte[] datagram = invocation.getArgument(1);
			return this.questions.add((Decoded.Ask) this.format.newDecoder().decode(datagram, datagram.length));
		}).given(this.channel).send(any(), any());
		willAnswer((invocation) -> this.dialled.add(invocation.getArgument(1))).given(this.links).connect(any(), any());
	}

	@AfterEach
	void close() {
		this.rule.close();
		this.asks.close();
	}

	@Test
	void whoHasProvenTheKeyAtTheHostOfHisNameIsConnectedToAtTheProvenPortOnce() throws Exception {
		Decoded.Proof proof = askAndProve();
		this.asks.answered(proof, ANNOUNCING.getAddress());
		this.asks.answered(proof, ANNOUNCING.getAddress());
		assertThat(this.dialled.take())
			.isEqualTo(Destination.at(ANNOUNCING.getAddress(), 4711, 17).proving(Cookie.of("cookie")));
		assertThat(this.dialled).isEmpty();
	}

	/**
	 * Who hears a question can pass it on, and be the first to bring the answer.
	 */
	@Test
	void aProofThatComesFromAnotherHostUsesUpNoQuestion() throws Exception {
		Decoded.Proof proof = askAndProve();
		for (int i = 1; i < 100; i++) {
			this.asks.answered(proof, InetAddress.getByName("10.0.1." + i));
		}
		this.asks.answered(proof, ANNOUNCING.getAddress());
		assertThat(this.dialled.poll(20, TimeUnit.SECONDS)).isNotNull()
			.extracting(Destination::address)
			.isEqualTo(ANNOUNCING.getAddress());
		assertThat(this.dialled).isEmpty();
	}

	@Test
	void whereThereIsNoOtherItSaysWhereItCameFrom() throws Exception {
		this.asks.answered(askAndProve(), InetAddress.getByName("10.0.1.1"));
		assertThat(this.refused.poll(20, TimeUnit.SECONDS))
			.startsWith("WRONG_HOST: it was heard at 10.0.1.1, but its host '10.0.0.2' is 10.0.0.2");
		assertThat(this.dialled).isEmpty();
	}

	@Test
	void whoDoesNotAnswerIsNotConnectedTo() throws Exception {
		askAndProve();
		assertThat(this.refused.poll(20, TimeUnit.SECONDS)).startsWith("UNPROVEN: orders@10.0.0.2 has not proven");
		assertThat(this.dialled).isEmpty();
	}

	@Test
	void whoHasMoreNamesThanMayBeAskedAtOnceIsRefusedTheNextOneAndNobodyElseIs() throws Exception {
		InetSocketAddress many = new InetSocketAddress("10.0.0.9", 40_000);
		for (int i = 0; i < Asks.MAX_PER_HOST; i++) {
			connect(NodeName.of("name-" + i + "@10.0.0.9"), many);
		}
		assertThat(this.refused).noneMatch((refusal) -> refusal.startsWith("LIMITED"));
		connect(NodeName.of("one-more@10.0.0.9"), many);
		assertThat(this.refused).contains("LIMITED: too many nodes are being asked to prove the key");
		this.questions.clear();
		this.asks.answered(askAndProve(), ANNOUNCING.getAddress());
		assertThat(this.dialled.take().address()).isEqualTo(ANNOUNCING.getAddress());
	}

	/**
	 * A name alone gives nobody that place: it is the host's.
	 */
	@ParameterizedTest
	@CsvSource({ "10.0.0.2, true", "10.0.0.3, false" })
	void whoWasLinkedAtThatHostComesFirst(String host, boolean first) throws Exception {
		this.rule.linked(link(host, true));
		this.asks.answered(askAndProve(), ANNOUNCING.getAddress());
		assertThat(this.dialled.take()).returns(ANNOUNCING.getAddress(), Destination::address)
			.returns(first, Destination::known);
	}

	@Test
	void whoCannotProveTheKeyIsConnectedToWhereHeWasLinkedAndComesFirst() throws Exception {
		this.rule.linked(link("10.0.0.3", false));
		connect();
		assertThat(this.dialled.take())
			.isEqualTo(Destination.at(InetAddress.getByName("10.0.0.3")).known(true).proving(Cookie.of("cookie")));
		assertThat(this.questions).isEmpty();
	}

	private static NodeLink link(String host, boolean introducesItself) throws Exception {
		return new NodeLink(NODE, 17, InetAddress.getByName(host), true, introducesItself, Cookie.of("cookie"));
	}

	/**
	 * Have the rule ask the node.
	 * @return the proof that would answer
	 */
	private Decoded.Proof askAndProve() throws Exception {
		connect();
		Decoded.Ask ask = this.questions.take();
		byte[] proof = this.format.proof(ask, 4711, 17);
		return (Decoded.Proof) this.format.newDecoder().decode(proof, proof.length);
	}

	private void connect() {
		connect(NODE, ANNOUNCING);
	}

	private void connect(NodeName name, InetSocketAddress announcing) {
		this.rule.connect(new Member(name, NodeState.DISCOVERED, announcing.getAddress(), announcing.getPort(), 0, null,
				0, null, Introduction.NONE), (reason, words) -> this.refused.add(reason + ": " + words));
	}

}
