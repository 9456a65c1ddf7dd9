package io.macula.gossip.sample;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What one node sees.
 *
 * @param node its name
 * @param kind what it runs on
 * @param sees the nodes that are up for it; {@code null} if it does not tell
 */
record NodeView(String node, Kind kind, @Nullable List<String> sees) {

	static NodeView of(String node, List<String> sees) {
		return new NodeView(node, Kind.JVM, List.copyOf(sees));
	}

	static NodeView silent(String node, Kind kind) {
		return new NodeView(node, kind, null);
	}

	boolean sees(String other) {
		return Optional.ofNullable(this.sees).orElse(List.of()).contains(other);
	}

	/**
	 * What a node runs on.
	 */
	enum Kind {

		/**
		 * Java, with this starter.
		 */
		JVM,

		/**
		 * Erlang or Elixir.
		 */
		BEAM,

		/**
		 * It has no link that it could be asked over, or does not answer.
		 */
		UNKNOWN

	}

}
