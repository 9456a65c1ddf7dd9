package io.macula.gossip.distribution;

import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.PidTerm;
import io.macula.gossip.etf.ReferenceTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.etf.TupleTerm;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Hands messages to handlers and answers to their callers. A call that fails here ends at
 * once for its caller, as if the process called had ended: by the monitor that comes with
 * it.
 */
final class Delivery {

	private static final Log logger = LogFactory.getLog(Delivery.class);

	private static final AtomTerm CAST = AtomTerm.of("$gen_cast");

	private final Identifiers identifiers;

	Delivery(Identifiers identifiers) {
		this.identifiers = identifiers;
	}

	/**
	 * Have a message handled.
	 * @param link the link that it came by
	 * @param mailbox the mailbox that it is for
	 * @param message the message
	 * @param share the memory that it holds, given back when it is handled or dropped
	 */
	void deliver(Link link, Mailbox mailbox, Term message, ByteBudget.Share share) {
		GenCall call = GenCall.read(message);
		if (!mailbox.post(() -> handle(link, mailbox, message, call, share))) {
			share.close();
			logger.debug("Message from %s to '%s' dropped: too many wait".formatted(link.name(), mailbox.name()));
			if (call != null) {
				refuse(link, AtomTerm.of(mailbox.name()), call, AtomTerm.of("system_limit"));
			}
		}
	}

	private void handle(Link link, Mailbox mailbox, Term message, @Nullable GenCall call, ByteBudget.Share share) {
		try (share) {
			Term reply = mailbox.handler().handle(message(link, message, call));
			if (call != null) {
				PidTerm self = this.identifiers.pid(mailbox.process());
				if (!link.send(call.answer(self, (reply != null) ? reply : AtomTerm.UNDEFINED))) {
					refuse(link, AtomTerm.of(mailbox.name()), call, AtomTerm.of("system_limit"));
				}
			}
		}
		catch (Exception | Error ex) {
			logger.warn("The handler of '%s' failed on a message from %s".formatted(mailbox.name(), link.name()), ex);
			if (call != null) {
				refuse(link, AtomTerm.of(mailbox.name()), call, AtomTerm.of("handler_failed"));
			}
		}
	}

	private static Message message(Link link, Term message, @Nullable GenCall call) {
		if (call != null) {
			return new Message(link.name(), Message.Kind.CALL, call.request());
		}
		if (message instanceof TupleTerm tuple && tuple.size() == 2 && tuple.get(0).equals(CAST)) {
			return new Message(link.name(), Message.Kind.CAST, tuple.get(1));
		}
		return new Message(link.name(), Message.Kind.PLAIN, message);
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
