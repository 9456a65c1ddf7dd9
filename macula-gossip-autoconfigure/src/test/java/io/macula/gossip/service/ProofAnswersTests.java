package io.macula.gossip.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.NodeName;
import io.macula.gossip.announcement.ProofFormat;
import io.macula.gossip.distribution.LinkLayer;
import io.macula.gossip.multicast.AnnouncementChannel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Whose questions are answered within a second.
 */
class ProofAnswersTests {

	private static final NodeName SELF = NodeName.of("orders@10.0.0.1");

	/**
	 * More than any budget has.
	 */
	private static final int MANY = 5000;

	private final ProofFormat format = new ProofFormat(List.of(ProofFormat.key("", "cookie")));

	private final LinkLayer node = mock(LinkLayer.class);

	private final ProofAnswers answers = new ProofAnswers(this.format, SELF, this.node, mock(AnnouncementChannel.class),
			mock(Asks.class), () -> 0);

	private int questions;

	@BeforeEach
	void acceptLinks() {
		given(this.node.port()).willReturn(4711);
	}

	@Test
	void aQuestionThatIsRepeatedUsesUpNothingOfWhatNewOnesHave() {
		byte[] recorded = question();
		for (int i = 0; i < MANY; i++) {
			ask(recorded, "10.0.0.2");
		}
		assertThat(ask(recorded, "10.0.0.2")).isEqualTo(AnnouncementResult.LIMITED);
		assertThat(ask(question(), "10.0.0.2")).as("of the one whose question it was")
			.isEqualTo(AnnouncementResult.PROOF);
	}

	@Test
	void oneThatIsRepeatedAsDatagramsGetLostIsAnsweredEachTime() {
		byte[] question = question();
		for (int i = 0; i < 8; i++) {
			assertThat(ask(question, "10.0.0.2")).isEqualTo(AnnouncementResult.PROOF);
		}
	}

	@Test
	void whoAsksTooMuchUsesUpHisShareAlone() {
		for (int i = 0; i < MANY; i++) {
			ask(question(), "10.0.0.2");
		}
		assertThat(ask(question(), "10.0.0.2")).isEqualTo(AnnouncementResult.LIMITED);
		assertThat(ask(question(), "10.0.0.3")).isEqualTo(AnnouncementResult.PROOF);
	}

	@Test
	void whoHasAWholeIpv6NetworkUsesUpTheShareOfOneNetwork() {
		for (int i = 0; i < MANY; i++) {
			ask(question(), "2001:db8:0:1::" + Integer.toHexString(i + 1));
		}
		assertThat(ask(question(), "2001:db8:0:1:f::")).isEqualTo(AnnouncementResult.LIMITED);
		assertThat(ask(question(), "2001:db8:0:2::1")).isEqualTo(AnnouncementResult.PROOF);
	}

	private byte[] question() {
		return this.format.ask(SELF, ByteBuffer.allocate(ProofFormat.NONCE_BYTES).putInt(0, this.questions++).array(),
				0);
	}

	private AnnouncementResult ask(byte[] question, String source) {
		try {
			return this.answers.received(question, question.length,
					new InetSocketAddress(InetAddress.getByName(source), 9));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
