package io.macula.gossip.service;

import java.net.InetAddress;
import java.util.List;
import java.util.function.BiConsumer;

import io.macula.gossip.ConnectRefusal;
import io.macula.gossip.ConnectTo;
import io.macula.gossip.NodeName;
import io.macula.gossip.announcement.Decoded;
import io.macula.gossip.distribution.Destination;
import io.macula.gossip.distribution.LinkLayer;
import io.macula.gossip.distribution.NodeLink;
import io.macula.gossip.distribution.handshake.Cookie;
import io.macula.gossip.membership.Member;
import org.jspecify.annotations.Nullable;

/**
 * Decides whom this node connects to, and where. The side that connects proves the cookie
 * first, in a way that can be passed on; so where there is a key, the other side has to
 * prove it before, for the port and the host that are then connected to, and is proven no
 * other cookie than the one that it has. See decision 0010. Thread-safe; nothing here
 * blocks.
 */
final class DialRule {

	private final LinkLayer node;

	private final HostCheck hosts;

	private final ConnectTo connectTo;

	private final boolean authenticated;

	private final @Nullable Asks asks;

	private final List<CookieChoice.Key> keys;

	private final FormerNodes former;

	/**
	 * Create a rule.
	 * @param settings the settings
	 * @param node connects
	 * @param asks asks for proofs; {@code null} where there is no key
	 * @param keys what can be proven, in the order of the proofs' numbers
	 */
	DialRule(GossipSettings settings, LinkLayer node, @Nullable Asks asks, List<CookieChoice.Key> keys) {
		this.node = node;
		this.hosts = new HostCheck(settings.transport(), settings.threads());
		this.connectTo = settings.links().getConnectTo();
		this.authenticated = settings.authenticated();
		this.asks = (this.connectTo != ConnectTo.ANNOUNCED) ? asks : null;
		this.keys = keys;
		this.former = new FormerNodes(settings.membership().maxNodes());
	}

	/**
	 * Connect to a node that was heard, if the rule allows it.
	 * @param member the node
	 * @param refused takes why nothing was tried, in words as well
	 */
	void connect(Member member, BiConsumer<ConnectRefusal, String> refused) {
		NodeName name = member.name();
		NodeLink former = this.former.unproven(name);
		if (this.asks != null && former != null && this.connectTo == ConnectTo.PROVEN) {
			connect(name, Destination.at(former.remote()).proving(former.cookie()));
		}
		else if (this.asks == null && this.authenticated) {
			connect(name, Destination.heardAt(member.address()));
		}
		else {
			boolean known = this.former.wasLinked(name, member.address());
			this.hosts.check(name, member.address(), known, new HostCheck.Answer() {

				@Override
				public void right(InetAddress address) {
					located(member, address, refused);
				}

				@Override
				public void wrong(ConnectRefusal reason, String problem) {
					refused.accept(reason, problem);
				}

			});
		}
	}

	/**
	 * A link to a node stands, whichever side connected.
	 * @param link the link
	 */
	void linked(NodeLink link) {
		this.former.linked(link);
	}

	/**
	 * A node is up. One that has proven nothing beforehand is asked whether it can.
	 * @param member the node
	 */
	void up(Member member) {
		Asks asks = this.asks;
		if (asks != null && this.former.unproven(member.name()) != null) {
			asks.ask(member.name(), member.address(), member.source(), new Asks.Answer() {

				@Override
				public void proven(Decoded.Proof proof, InetAddress source) {
					if (asks.settle(proof)) {
						DialRule.this.former.canProve(member.name());
					}
				}

				@Override
				public void silent() {
				}

			});
		}
	}

	void close() {
		this.hosts.close();
	}

	private void connect(NodeName name, Destination destination) {
		boolean known = this.former.wasLinked(name, destination.address());
		this.node.connect(name, destination.known(known));
	}

	private void located(Member member, InetAddress address, BiConsumer<ConnectRefusal, String> refused) {
		Asks asks = this.asks;
		if (asks == null) {
			connect(member.name(), Destination.at(address));
		}
		else if (!asks.ask(member.name(), member.address(), member.source(),
				new ProofAnswer(asks, member, address, refused))) {
			refused.accept(ConnectRefusal.LIMITED, "too many nodes are being asked to prove the key");
		}
	}

	/**
	 * Connects to a node that proves the key at the host of its name. What comes from
	 * elsewhere may be somebody's who passes questions and answers on.
	 */
	private final class ProofAnswer implements Asks.Answer {

		private final Asks asks;

		private final Member member;

		private final InetAddress host;

		private final BiConsumer<ConnectRefusal, String> refused;

		private volatile @Nullable String elsewhere;

		private ProofAnswer(Asks asks, Member member, InetAddress host, BiConsumer<ConnectRefusal, String> refused) {
			this.asks = asks;
			this.member = member;
			this.host = host;
			this.refused = refused;
		}

		@Override
		public void proven(Decoded.Proof proof, InetAddress source) {
			NodeName name = this.member.name();
			DialRule.this.former.canProve(name);
			if (source.equals(this.host)) {
				connect(proof, source);
				return;
			}
			boolean known = DialRule.this.former.wasLinked(name, source);
			DialRule.this.hosts.check(name, source, known, new HostCheck.Answer() {

				@Override
				public void right(InetAddress address) {
					connect(proof, address);
				}

				@Override
				public void wrong(ConnectRefusal reason, String problem) {
					ProofAnswer.this.elsewhere = problem;
				}

			});
		}

		private void connect(Decoded.Proof proof, InetAddress address) {
			if (this.asks.settle(proof)) {
				Cookie cookie = DialRule.this.keys.get(proof.key()).cookie();
				DialRule.this.connect(proof.node(),
						Destination.at(address, proof.port(), proof.incarnation()).proving(cookie));
			}
		}

		@Override
		public void silent() {
			String elsewhere = this.elsewhere;
			if (elsewhere != null) {
				this.refused.accept(ConnectRefusal.WRONG_HOST, elsewhere);
				return;
			}
			this.refused.accept(ConnectRefusal.UNPROVEN,
					"%s has not proven that it has this cluster's key: its secret or its cookie is another one, or it is a BEAM node, which has to connect to this one first (macula_cluster_gossip connects a second time to one name only if this node has distribution.hidden=false)"
						.formatted(this.member.name()));
		}

	}

}
