package io.macula.gossip.membership;

import java.time.Duration;

import io.macula.gossip.NodeDownReason;

/**
 * What an input leads to, for the owner of the {@link Membership} to carry out in order.
 */
public sealed interface Effect {

	/**
	 * Return the node that it is about.
	 * @return the node as it is after the input
	 */
	Member member();

	/**
	 * Have it carried out.
	 * @param executor knows how to carry out every effect there is
	 */
	void carryOut(Executor executor);

	/**
	 * Tell the listeners that a node not known before was heard.
	 *
	 * @param member the node
	 */
	record Discovered(Member member) implements Effect {

		@Override
		public void carryOut(Executor executor) {
			executor.discovered(this.member);
		}

	}

	/**
	 * Tell the listeners that a node came up.
	 *
	 * @param member the node
	 */
	record Up(Member member) implements Effect {

		@Override
		public void carryOut(Executor executor) {
			executor.up(this.member);
		}

	}

	/**
	 * Tell the listeners that a node is down.
	 *
	 * @param member the node
	 * @param reason why
	 */
	record Down(Member member, NodeDownReason reason) implements Effect {

		@Override
		public void carryOut(Executor executor) {
			executor.down(this.member, this.reason);
		}

	}

	/**
	 * Tell the listeners that a node told its metadata.
	 *
	 * @param member the node
	 */
	record MetadataChanged(Member member) implements Effect {

		@Override
		public void carryOut(Executor executor) {
			executor.metadataChanged(this.member);
		}

	}

	/**
	 * Tell the operator that a node announces itself more seldom than this one.
	 *
	 * @param member the node
	 * @param every its interval
	 */
	record Slower(Member member, Duration every) implements Effect {

		@Override
		public void carryOut(Executor executor) {
			executor.slower(this.member, this.every);
		}

	}

	/**
	 * Try to link to a node. The outcome is a further input: link up or connect failed.
	 *
	 * @param member the node
	 */
	record Connect(Member member) implements Effect {

		@Override
		public void carryOut(Executor executor) {
			executor.connect(this.member);
		}

	}

	/**
	 * Ask a node over its link whether it is alive.
	 *
	 * @param member the node
	 */
	record Probe(Member member) implements Effect {

		@Override
		public void carryOut(Executor executor) {
			executor.probe(this.member);
		}

	}

	/**
	 * Close the link to a node.
	 *
	 * @param member the node
	 * @param cause why, in words
	 */
	record Close(Member member, String cause) implements Effect {

		@Override
		public void carryOut(Executor executor) {
			executor.close(this.member, this.cause);
		}

	}

	/**
	 * Carries out effects, one method for each kind: one that is added does not compile
	 * before every executor deals with it.
	 */
	interface Executor {

		/**
		 * Carry out {@link Discovered}.
		 * @param member the node
		 */
		void discovered(Member member);

		/**
		 * Carry out {@link Up}.
		 * @param member the node
		 */
		void up(Member member);

		/**
		 * Carry out {@link Down}.
		 * @param member the node
		 * @param reason why
		 */
		void down(Member member, NodeDownReason reason);

		/**
		 * Carry out {@link MetadataChanged}.
		 * @param member the node
		 */
		void metadataChanged(Member member);

		/**
		 * Carry out {@link Slower}.
		 * @param member the node
		 * @param every its interval
		 */
		void slower(Member member, Duration every);

		/**
		 * Carry out {@link Connect}.
		 * @param member the node
		 */
		void connect(Member member);

		/**
		 * Carry out {@link Probe}.
		 * @param member the node
		 */
		void probe(Member member);

		/**
		 * Carry out {@link Close}.
		 * @param member the node
		 * @param cause why, in words
		 */
		void close(Member member, String cause);

	}

}
