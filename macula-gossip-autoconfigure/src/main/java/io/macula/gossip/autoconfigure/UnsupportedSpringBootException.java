package io.macula.gossip.autoconfigure;

/**
 * The application's Spring Boot is too old.
 */
class UnsupportedSpringBootException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String version;

	UnsupportedSpringBootException(String version) {
		super("Spring Boot %s is too old: 4.0 or later is needed".formatted(version));
		this.version = version;
	}

	String getVersion() {
		return this.version;
	}

}
