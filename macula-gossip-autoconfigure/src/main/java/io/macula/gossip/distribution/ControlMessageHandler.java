package io.macula.gossip.distribution;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.PidTerm;
import io.macula.gossip.etf.ReferenceTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.etf.TermDecoder;
import io.macula.gossip.etf.TermLimitException;
import io.macula.gossip.etf.TermLimits;
import io.macula.gossip.etf.TupleTerm;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Does what other nodes may expect of a member, and refuses the rest in the terms of the
 * protocol, at once. Nothing that arrives is executed. Works on the links' reader
 * threads.
 * <p>
 * Source: ERTS User's Guide, "Distribution Protocol", sections "Protocol between
 * Connected Nodes" and "Link Protocol".
 */
final class ControlMessageHandler {

	private static final Log logger = LogFactory.getLog(ControlMessageHandler.class);

	private static final AtomTerm NOPROC = AtomTerm.of("noproc");

	private static final AtomTerm GLOBAL_NAME_SERVER = AtomTerm.of(GlobalNames.SERVER);

	private static final AtomTerm IS_AUTH = AtomTerm.of("is_auth");

	private static final AtomTerm YES = AtomTerm.of("yes");

	/**
	 * The reason of an end whose own reason is over the limits.
	 */
	private static final AtomTerm TOO_LARGE = AtomTerm.of("reason_too_large");

	/**
	 * What OTP turns into <code>{badrpc, notsup}</code> and, for {@code spawn}, into a
	 * process that ends at once with this reason.
	 */
	private static final String SPAWN_ERROR = "notsup";

	/**
	 * The most that a control tuple may have. What processes send one another is not in
	 * it.
	 */
	private static final int CONTROL_BYTES = 64 * 1024;

	/**
	 * What a byte may take more, while it waits for its handler, as it may be a value of
	 * its own.
	 */
	private static final long VALUE_BYTES = 32;

	private final TermDecoder controls;

	private final TermDecoder messages;

	private final RegisteredProcesses processes;

	private final Calls calls;

	private final Delivery delivery;

	private final OversizedMessages oversized;

	ControlMessageHandler(int maxBytes, RegisteredProcesses processes, Calls calls, Delivery delivery,
			OversizedMessages oversized) {
		this.controls = decoder(Math.min(maxBytes, CONTROL_BYTES));
		this.messages = decoder(maxBytes);
		this.processes = processes;
		this.calls = calls;
		this.delivery = delivery;
		this.oversized = oversized;
	}

	private static TermDecoder decoder(int maxBytes) {
		return new TermDecoder(new TermLimits(TermLimits.DEFAULTS.depth(), TermLimits.DEFAULTS.elements(), maxBytes));
	}

	/**
	 * Deal with a frame.
	 * @param link the link that it came by
	 * @param frame the frame
	 * @param share the memory that it holds, which is handed over where it is kept
	 * @throws IOException if it is none that the protocol knows
	 */
	void receive(Link link, ByteBuffer frame, ByteBudget.Share share) throws IOException {
		try {
			receive(link, ControlMessage.read(frame, this.controls), share);
		}
		catch (TermLimitException ex) {
			this.oversized.add(link, String.valueOf(ex.getMessage()));
		}
	}

	private void receive(Link link, ControlMessage message, ByteBudget.Share share) throws IOException {
		switch (message.operation()) {
			case Operation.SEND, Operation.SEND_TT, Operation.SEND_SENDER, Operation.SEND_SENDER_TT ->
				send(link, message.pid(2), message, share);
			case Operation.REG_SEND, Operation.REG_SEND_TT -> send(link, message.atom(3), message, share);
			case Operation.ALTACT_SIG_SEND -> sendFlagged(link, message, share);
			case Operation.MONITOR_P -> monitor(link, message.pid(1), message.get(2), message.reference(3));
			case Operation.DEMONITOR_P -> link.watches().demonitor(message.reference(3));
			case Operation.MONITOR_P_EXIT -> this.calls.ended(link, message.reference(3), message.get(4));
			case Operation.PAYLOAD_MONITOR_P_EXIT -> this.calls.ended(link, message.reference(3), reason(message));
			case Operation.LINK -> link(link, message.pid(1), message.pid(2));
			case Operation.UNLINK, Operation.EXIT, Operation.EXIT_TT, Operation.PAYLOAD_EXIT,
					Operation.PAYLOAD_EXIT_TT ->
				link.watches().unlink(message.pid(2), message.pid(1));
			case Operation.UNLINK_ID -> {
				link.watches().unlink(message.pid(3), message.pid(2));
				link.sendControl(Frames.unlinkAck(message.get(1), message.pid(3), message.pid(2)));
			}
			case Operation.SPAWN_REQUEST, Operation.SPAWN_REQUEST_TT ->
				link.sendControl(Frames.spawnRefused(message.get(1), message.pid(2), SPAWN_ERROR));
			default -> {
				if (logger.isDebugEnabled()) {
					logger.debug("Ignored operation %d from %s".formatted(message.operation(), link.name()));
				}
			}
		}
	}

	/**
	 * No process here has an alias, and none can be made to exit.
	 */
	private void sendFlagged(Link link, ControlMessage message, ByteBudget.Share share) throws IOException {
		long flags = message.number(1);
		if ((flags & (SignalFlags.EXIT | SignalFlags.ALIAS)) == 0) {
			boolean named = (flags & SignalFlags.NAME) != 0;
			send(link, (named) ? message.atom(3) : message.pid(3), message, share);
		}
	}

	// What nobody here wants is not read: who called was told by the monitor of its call
	private void send(Link link, Term target, ControlMessage control, ByteBudget.Share share) throws IOException {
		boolean global = target.equals(GLOBAL_NAME_SERVER);
		if (this.processes.process(target) == 0 && !global) {
			return;
		}
		Mailbox mailbox = this.processes.mailbox(target);
		long bytes = control.messageBytes();
		if (mailbox != null) {
			bytes += VALUE_BYTES * Math.min(bytes, TermLimits.DEFAULTS.elements());
		}
		// Of introductions the newest of each link waits, and no more
		boolean counted = mailbox != null && !mailbox.name().equals(LinkLayer.INTRODUCTIONS);
		if ((counted || bytes > FrameReader.OWN_BYTES) && !share.raise(bytes)) {
			this.oversized.add(link,
					"no memory for messages is left for its %d bytes".formatted(control.messageBytes()));
			return;
		}
		Term message = control.message(this.messages);
		if (target.equals(this.calls.self())) {
			this.calls.deliver(link, message);
		}
		else if (mailbox != null) {
			this.delivery.deliver(link, mailbox, message, share);
		}
		else if (global) {
			global(link, message);
		}
		else {
			call(link, target, message);
		}
	}

	// That it ended matters more than why
	private Term reason(ControlMessage message) throws IOException {
		try {
			return message.message(this.messages);
		}
		catch (TermLimitException ex) {
			return TOO_LARGE;
		}
	}

	private void global(Link link, Term message) {
		Term answer = GlobalNames.answer(message, this.calls.self().node());
		if (answer != null) {
			link.sendControl(Frames.sendToName(this.calls.self(), GlobalNames.SERVER, answer));
		}
		else {
			call(link, GLOBAL_NAME_SERVER, message);
		}
	}

	private void call(Link link, Term target, Term message) {
		GenCall call = GenCall.read(message);
		if (call == null) {
			return;
		}
		if (this.processes.process(target) == 0) {
			this.delivery.refuse(link, target, call, NOPROC);
		}
		else if (call.request() instanceof TupleTerm request && request.size() == 2 && request.get(0).equals(IS_AUTH)) {
			link.sendControl(call.answer(this.processes.netKernel(), YES, link.peer()));
		}
		else {
			this.delivery.refuse(link, target, call, AtomTerm.of("notsup"));
		}
	}

	private void monitor(Link link, PidTerm watcher, Term watched, ReferenceTerm reference) {
		long process = this.processes.process(watched);
		if (process == 0 || !link.watches().monitor(reference, watched, watcher, process)) {
			link.sendControl(Frames.monitorExit(watched, watcher, reference, NOPROC));
		}
	}

	private void link(Link link, PidTerm theirs, PidTerm ours) {
		if (this.processes.process(ours) == 0 || !link.watches().link(ours, theirs)) {
			link.sendControl(Frames.exit(ours, theirs, NOPROC));
		}
	}

}
