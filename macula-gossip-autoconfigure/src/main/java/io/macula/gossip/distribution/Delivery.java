package io.macula.gossip.distribution;

import java.util.function.BiConsumer;

import io.macula.gossip.UnreadableMessageException;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.PidTerm;
import io.macula.gossip.etf.ReferenceTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.etf.TupleTerm;
import org.jspecify.annotations.Nullable;

/**
 * Hands messages to handlers and answers to their callers. A call that fails here ends at
 * once for its caller, as if the process called had ended: by the monitor that comes with
 * it.
 */
final class Delivery {

	/**
	 * Why a call ends whose handler cannot read the request.
	 */
	static final AtomTerm REQUEST_UNREADABLE = AtomTerm.of("request_unreadable");

	/**
	 * Why a call ends whose handler failed.
	 */
	static final AtomTerm HANDLER_FAILED = AtomTerm.of("handler_failed");

	private static final AtomTerm CAST = AtomTerm.of("$gen_cast");

	private final Identifiers identifiers;

	private final BiConsumer<Link, Term> introductions;

	/**
	 * Create a delivery.
	 * @param identifiers make pids
	 * @param introductions takes what nodes tell of themselves, and is back at once
	 */
	Delivery(Identifiers identifiers, BiConsumer<Link, Term> introductions) {
		this.identifiers = identifiers;
		this.introductions = introductions;
	}

	/**
	 * Have a message handled.
	 * @param link the link that it came by
	 * @param mailbox the mailbox that it is for
	 * @param message the message
	 * @param share the memory that it holds, handed over while it waits
	 */
	void deliver(Link link, Mailbox mailbox, Term message, ByteBudget.Share share) {
		GenCall call = GenCall.read(message);
		if (call == null && mailbox.name().equals(LinkLayer.INTRODUCTIONS)) {
			this.introductions.accept(link, message(link, message, null).body());
			return;
		}
		ByteBudget.Share held = share.handOver();
		mailbox.post(link.name(), new Mailbox.Delivery() {

			@Override
			public void deliver() {
				handle(link, mailbox, message, call, held);
			}

			@Override
			public void drop() {
				held.close();
				if (call != null) {
					refuse(link, AtomTerm.of(mailbox.name()), call, AtomTerm.of("system_limit"));
				}
			}

		});
	}

	private void handle(Link link, Mailbox mailbox, Term message, @Nullable GenCall call, ByteBudget.Share share) {
		try (share) {
			Term reply = mailbox.handler().handle(message(link, message, call));
			if (call != null) {
				PidTerm self = this.identifiers.pid(mailbox.process());
				if (!link.sendAnswer(call.answer(self, (reply != null) ? reply : AtomTerm.UNDEFINED, link.peer()))) {
					refuse(link, AtomTerm.of(mailbox.name()), call, AtomTerm.of("system_limit"));
				}
			}
		}
		catch (Exception | Error ex) {
			if (call != null) {
				refuse(link, AtomTerm.of(mailbox.name()), call,
						(ex instanceof UnreadableMessageException) ? REQUEST_UNREADABLE : HANDLER_FAILED);
			}
			mailbox.failures().add(link.name(), ex);
		}
	}

	private static Message message(Link link, Term message, @Nullable GenCall call) {
		boolean typed = link.peer().takesTypes();
		if (call != null) {
			return new Message(link.name(), Message.Kind.CALL, call.request(), typed);
		}
		if (message instanceof TupleTerm tuple && tuple.size() == 2 && tuple.get(0).equals(CAST)) {
			return new Message(link.name(), Message.Kind.CAST, tuple.get(1), typed);
		}
		return new Message(link.name(), Message.Kind.PLAIN, message, typed);
	}

	/**
	 * End a call without an answer.
	 * @param link the link that it came by
	 * @param target the process called
	 * @param call the call
	 * @param reason why there is no answer
	 */
	void refuse(Link link, Term target, GenCall call, Term reason) {
		ReferenceTerm reference = call.monitor();
		if (reference != null) {
			Watches.Watch watch = link.watches().demonitor(reference);
			link.sendControl(
					Frames.monitorExit((watch != null) ? watch.watched() : target, call.from(), reference, reason));
		}
	}

}
