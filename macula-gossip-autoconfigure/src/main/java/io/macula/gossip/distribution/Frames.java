package io.macula.gossip.distribution;

import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.IntegerTerm;
import io.macula.gossip.etf.PidTerm;
import io.macula.gossip.etf.ReferenceTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.etf.TupleTerm;

/**
 * Makes the frames that this node sends.
 * <p>
 * Source: ERTS User's Guide, "Distribution Protocol", section "Protocol between Connected
 * Nodes".
 */
final class Frames {

	/**
	 * Where once a cookie was.
	 */
	private static final Term UNUSED = AtomTerm.of("");

	private Frames() {
	}

	static byte[] send(PidTerm to, Term message) {
		return ControlMessage.write(control(Operation.SEND, UNUSED, to), message);
	}

	static byte[] sendToName(PidTerm from, String name, Term message) {
		return ControlMessage.write(control(Operation.REG_SEND, from, UNUSED, AtomTerm.of(name)), message);
	}

	static byte[] sendToAlias(PidTerm from, ReferenceTerm alias, Term message) {
		return ControlMessage.write(control(Operation.ALIAS_SEND, from, alias), message);
	}

	static byte[] sendFlaggedToAlias(PidTerm from, ReferenceTerm alias, Term message) {
		return ControlMessage.write(control(Operation.ALTACT_SIG_SEND, IntegerTerm.of(SignalFlags.ALIAS), from, alias),
				message);
	}

	static byte[] monitor(PidTerm watcher, Term watched, ReferenceTerm reference) {
		return ControlMessage.write(control(Operation.MONITOR_P, watcher, watched, reference), null);
	}

	static byte[] demonitor(PidTerm watcher, Term watched, ReferenceTerm reference) {
		return ControlMessage.write(control(Operation.DEMONITOR_P, watcher, watched, reference), null);
	}

	static byte[] monitorExit(Term watched, PidTerm watcher, ReferenceTerm reference, Term reason) {
		return ControlMessage.write(control(Operation.MONITOR_P_EXIT, watched, watcher, reference, reason), null);
	}

	static byte[] exit(PidTerm from, PidTerm to, Term reason) {
		return ControlMessage.write(control(Operation.EXIT, from, to, reason), null);
	}

	static byte[] unlinkAck(Term id, PidTerm from, PidTerm to) {
		return ControlMessage.write(control(Operation.UNLINK_ID_ACK, id, from, to), null);
	}

	static byte[] spawnRefused(Term request, PidTerm to, String error) {
		return ControlMessage.write(control(Operation.SPAWN_REPLY, request, to, IntegerTerm.of(0), AtomTerm.of(error)),
				null);
	}

	private static TupleTerm control(int operation, Term... others) {
		Term[] elements = new Term[others.length + 1];
		elements[0] = IntegerTerm.of(operation);
		System.arraycopy(others, 0, elements, 1, others.length);
		return TupleTerm.of(elements);
	}

}
