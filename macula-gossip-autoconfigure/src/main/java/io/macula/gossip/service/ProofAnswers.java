package io.macula.gossip.service;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongSupplier;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.NodeName;
import io.macula.gossip.announcement.Decoded;
import io.macula.gossip.announcement.ProofFormat;
import io.macula.gossip.distribution.LinkLayer;
import io.macula.gossip.multicast.AnnouncementChannel;
import org.jspecify.annotations.Nullable;

/**
 * Reads questions for proofs and proofs: answers the ones, and hands the others to those
 * that asked. Only who has the key can make a question, but anybody can repeat one: what
 * was answered already has a budget of its own. Belongs to the thread that receives.
 */
final class ProofAnswers {

	private static final int PER_SECOND_AND_HOST = 256;

	private static final int PER_SECOND = 4096;

	private static final int REPEATED_PER_SECOND_AND_HOST = 64;

	private static final int REPEATED_PER_SECOND = 1024;

	/**
	 * How many questions are known when they come again.
	 */
	private static final int REMEMBERED = 4096;

	private final ProofFormat format;

	private final ProofFormat.Decoder decoder;

	private final NodeName self;

	private final LinkLayer node;

	private final AnnouncementChannel channel;

	private final Asks asks;

	private final LongSupplier clock;

	private final SourceBudget budget;

	private final SourceBudget repeated;

	/**
	 * The nonces of the questions that were answered last.
	 */
	private final Set<String> answered = new LinkedHashSet<>();

	/**
	 * Create what answers.
	 * @param format what proofs look like
	 * @param self name of this node
	 * @param node tells where it accepts links
	 * @param channel brings questions, and carries their answers
	 * @param asks what this node itself has asked
	 * @param clock tells the time, in nanoseconds of a monotonic clock
	 */
	ProofAnswers(ProofFormat format, NodeName self, LinkLayer node, AnnouncementChannel channel, Asks asks,
			LongSupplier clock) {
		this.format = format;
		this.decoder = format.newDecoder();
		this.self = self;
		this.node = node;
		this.channel = channel;
		this.asks = asks;
		this.clock = clock;
		this.budget = new SourceBudget(PER_SECOND_AND_HOST, PER_SECOND, clock.getAsLong());
		this.repeated = new SourceBudget(REPEATED_PER_SECOND_AND_HOST, REPEATED_PER_SECOND, clock.getAsLong());
	}

	/**
	 * Read a datagram that is no announcement, and do what it asks for.
	 * @param buffer holds the datagram from its first byte
	 * @param length how many bytes it has
	 * @param source where it came from
	 * @return what became of it, or {@code null} if it is neither question nor proof
	 */
	@Nullable AnnouncementResult received(byte[] buffer, int length, InetSocketAddress source) {
		Decoded decoded = this.decoder.decode(buffer, length);
		if (decoded instanceof Decoded.Ask ask) {
			return asked(ask, source);
		}
		if (decoded instanceof Decoded.Proof proof) {
			this.asks.answered(proof, source.getAddress());
			return AnnouncementResult.PROOF;
		}
		return (decoded instanceof Decoded.Refusal refusal) ? AnnouncementReceiver.result(refusal) : null;
	}

	private AnnouncementResult asked(Decoded.Ask ask, InetSocketAddress source) {
		int port = this.node.port();
		if (!ask.node().equals(this.self) || port == 0) {
			return AnnouncementResult.PROOF;
		}
		SourceBudget budget = this.answered.contains(ask.nonce()) ? this.repeated : this.budget;
		if (!budget.take(source.getAddress(), this.clock.getAsLong())) {
			return AnnouncementResult.LIMITED;
		}
		remember(ask.nonce());
		try {
			this.channel.answer(source, this.format.proof(ask, port, this.node.incarnation()));
		}
		catch (IOException ex) {
			// It asks again
		}
		return AnnouncementResult.PROOF;
	}

	private void remember(String nonce) {
		if (this.answered.add(nonce) && this.answered.size() > REMEMBERED) {
			Iterator<String> oldest = this.answered.iterator();
			oldest.next();
			oldest.remove();
		}
	}

}
