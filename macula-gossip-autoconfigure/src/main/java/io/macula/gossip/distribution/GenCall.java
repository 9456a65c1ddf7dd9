package io.macula.gossip.distribution;

import io.macula.gossip.distribution.handshake.HandshakeNode;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.ListTerm;
import io.macula.gossip.etf.PidTerm;
import io.macula.gossip.etf.ReferenceTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.etf.TupleTerm;
import org.jspecify.annotations.Nullable;

/**
 * A call as {@code gen_server} and its kin make it:
 * <code>{'$gen_call', {From, Tag}, Request}</code>, answered by
 * <code>{Tag, Reply}</code>.
 * <p>
 * Source: module {@code gen} of Erlang/OTP. The tag is a reference, or since OTP 24
 * {@code [alias|Reference]}, where the answer goes to the reference; the same reference
 * monitors the process called.
 *
 * @param from who calls
 * @param tag what the answer begins with
 * @param request the request
 */
record GenCall(PidTerm from, Term tag, Term request) {

	private static final AtomTerm CALL = AtomTerm.of("$gen_call");

	private static final AtomTerm ALIAS = AtomTerm.of("alias");

	static Term message(PidTerm from, ReferenceTerm tag, Term request) {
		return TupleTerm.of(CALL, TupleTerm.of(from, tag), request);
	}

	/**
	 * Read a call.
	 * @param message the message
	 * @return the call, or {@code null} if it is none
	 */
	static @Nullable GenCall read(Term message) {
		if (message instanceof TupleTerm tuple && tuple.size() == 3 && tuple.get(0).equals(CALL)
				&& tuple.get(1) instanceof TupleTerm caller && caller.size() == 2
				&& caller.get(0) instanceof PidTerm from) {
			return new GenCall(from, caller.get(1), tuple.get(2));
		}
		return null;
	}

	/**
	 * Make the frame that answers.
	 * @param self who answers
	 * @param reply the answer
	 * @param caller the node of who calls, which takes it to an alias or does not
	 * @return the frame
	 */
	byte[] answer(PidTerm self, Term reply, HandshakeNode caller) {
		Term message = TupleTerm.of(this.tag, reply);
		ReferenceTerm alias = alias(this.tag);
		if (alias != null && caller.takesFlaggedMessages()) {
			return Frames.sendFlaggedToAlias(self, alias, message);
		}
		return (alias != null && caller.takesAliasMessages()) ? Frames.sendToAlias(self, alias, message)
				: Frames.send(this.from, message);
	}

	/**
	 * Return what the caller monitors the callee by.
	 * @return the reference, or {@code null} where there is none
	 */
	@Nullable ReferenceTerm monitor() {
		return (this.tag instanceof ReferenceTerm reference) ? reference : alias(this.tag);
	}

	private static @Nullable ReferenceTerm alias(Term tag) {
		if (!(tag instanceof ListTerm list) || list.elements().isEmpty()) {
			return null;
		}
		Term first = list.elements().get(0);
		if (first.equals(ALIAS)) {
			return (list.elements().size() == 1 && list.tail() instanceof ReferenceTerm reference) ? reference : null;
		}
		return (first instanceof ListTerm) ? alias(first) : null;
	}

}
