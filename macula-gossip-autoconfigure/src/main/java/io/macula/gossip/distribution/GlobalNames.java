package io.macula.gossip.distribution;

import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.etf.TupleTerm;
import org.jspecify.annotations.Nullable;

/**
 * What the server of Erlang's global names wants of a visible node. It invites every such
 * node to exchange names, and {@code global:sync} waits, without limit, for all that have
 * not done so. This node has no names and keeps none: it says at once that it is in sync,
 * which ends the exchange and makes it none of those who must agree to a new name.
 * <p>
 * Source: module {@code global} of Erlang/OTP, "Messages in the protocol".
 */
final class GlobalNames {

	/**
	 * The name of the server.
	 */
	static final String SERVER = "global_name_server";

	private static final AtomTerm CAST = AtomTerm.of("$gen_cast");

	private static final AtomTerm INIT_CONNECT = AtomTerm.of("init_connect");

	private static final AtomTerm IN_SYNC = AtomTerm.of("in_sync");

	private GlobalNames() {
	}

	/**
	 * Return the answer to a message for the server.
	 * @param message the message
	 * @param self the name of this node
	 * @return the message for the other node's server, or {@code null} for none
	 */
	static @Nullable Term answer(Term message, AtomTerm self) {
		boolean invitation = message instanceof TupleTerm cast && cast.size() == 2 && cast.get(0).equals(CAST)
				&& cast.get(1) instanceof TupleTerm request && request.size() > 0
				&& request.get(0).equals(INIT_CONNECT);
		return (invitation) ? TupleTerm.of(CAST, TupleTerm.of(IN_SYNC, self, AtomTerm.TRUE)) : null;
	}

}
