package io.macula.gossip.membership;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a node told of itself over its link. Immutable.
 *
 * @param application name of the application that it runs in; {@code null} if it told
 * none
 * @param metadata the rest
 */
public record Introduction(@Nullable String application, Map<String, String> metadata) {

	/**
	 * That of a node that told nothing.
	 */
	public static final Introduction NONE = new Introduction(null, Map.of());

	public Introduction {
		metadata = Map.copyOf(metadata);
	}

}
