package io.macula.gossip.distribution;

import io.macula.gossip.distribution.epmd.EpmdListener;

/**
 * Takes what becomes of the registration with EPMD to who wants to know.
 */
final class RegistrationEvents implements EpmdListener {

	private final Incarnation incarnation;

	private final ListenerThread listener;

	RegistrationEvents(Incarnation incarnation, ListenerThread listener) {
		this.incarnation = incarnation;
		this.listener = listener;
	}

	@Override
	public void registered(long creation) {
		this.incarnation.registered(creation);
		this.listener.tell(DistributionListener::registered);
	}

	@Override
	public void lost(String reason) {
		this.listener.tell((listener) -> listener.notRegistered(reason));
	}

	@Override
	public void failed(String reason) {
		this.incarnation.notRegistered();
		this.listener.tell((listener) -> listener.notRegistered(reason));
	}

}
