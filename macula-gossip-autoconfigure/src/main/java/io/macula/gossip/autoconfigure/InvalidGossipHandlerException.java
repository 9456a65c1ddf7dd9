package io.macula.gossip.autoconfigure;

/**
 * A method that is marked as a handler of messages cannot be one.
 */
@SuppressWarnings("serial")
class InvalidGossipHandlerException extends RuntimeException {

	private final String remedy;

	InvalidGossipHandlerException(String problem, String remedy) {
		super(problem);
		this.remedy = remedy;
	}

	String getRemedy() {
		return this.remedy;
	}

}
