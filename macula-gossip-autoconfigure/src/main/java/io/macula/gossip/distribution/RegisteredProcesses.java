package io.macula.gossip.distribution;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.PidTerm;
import io.macula.gossip.etf.Term;
import org.jspecify.annotations.Nullable;

/**
 * The processes of this node that have names. Safe for use by several threads.
 */
final class RegisteredProcesses {

	/**
	 * The name of the process that answers {@code is_auth}.
	 */
	static final String NET_KERNEL = "net_kernel";

	private final Map<String, Mailbox> mailboxes = new ConcurrentHashMap<>();

	private final Identifiers identifiers;

	private final long netKernel;

	private final long caller;

	RegisteredProcesses(Identifiers identifiers) {
		this.identifiers = identifiers;
		this.netKernel = identifiers.nextProcess();
		this.caller = identifiers.nextProcess();
	}

	PidTerm netKernel() {
		return this.identifiers.pid(this.netKernel);
	}

	/**
	 * Return the pid of the process that makes the calls of this node.
	 * @return the pid
	 */
	PidTerm caller() {
		return this.identifiers.pid(this.caller);
	}

	void add(Mailbox mailbox) {
		if (mailbox.name().equals(NET_KERNEL) || this.mailboxes.putIfAbsent(mailbox.name(), mailbox) != null) {
			throw new IllegalArgumentException(
					"The name '%s' is taken on this node: choose another".formatted(mailbox.name()));
		}
	}

	@Nullable Mailbox remove(String name) {
		return this.mailboxes.remove(name);
	}

	/**
	 * Tell how many messages were dropped that nobody was told of.
	 */
	void tellDropped() {
		this.mailboxes.values().forEach(Mailbox::tellDropped);
	}

	/**
	 * Return the mailbox that a pid or a name stands for.
	 * @param target the pid or name
	 * @return the mailbox, or {@code null}
	 */
	@Nullable Mailbox mailbox(Term target) {
		if (target instanceof AtomTerm name) {
			return this.mailboxes.get(name.name());
		}
		if (target instanceof PidTerm pid && this.identifiers.isOurs(pid)) {
			for (Mailbox mailbox : this.mailboxes.values()) {
				if (mailbox.process() == pid.id()) {
					return mailbox;
				}
			}
		}
		return null;
	}

	/**
	 * Return the number of the process that a pid or a name stands for.
	 * @param target the pid or name
	 * @return the number, or 0 if there is none
	 */
	long process(Term target) {
		if (target.equals(AtomTerm.of(NET_KERNEL)) || target.equals(netKernel())) {
			return this.netKernel;
		}
		if (target.equals(caller())) {
			return this.caller;
		}
		Mailbox mailbox = mailbox(target);
		return (mailbox != null) ? mailbox.process() : 0;
	}

}
