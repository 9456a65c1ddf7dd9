package io.macula.gossip.membership;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

import io.macula.gossip.NodeDownReason;

/**
 * The changes of a node that listeners are told of, so that up and down alternate
 * whatever leads to them.
 */
final class Transitions {

	private final Consumer<Effect> effects;

	Transitions(Consumer<Effect> effects) {
		this.effects = effects;
	}

	void discovered(MemberEntry entry) {
		this.effects.accept(new Effect.Discovered(entry.snapshot()));
	}

	void up(MemberEntry entry, long now) {
		boolean wasUp = entry.isUp();
		entry.up(now);
		if (!wasUp) {
			this.effects.accept(new Effect.Up(entry.snapshot()));
		}
	}

	void down(MemberEntry entry, NodeDownReason reason, String cause) {
		if (entry.isUp()) {
			entry.down(cause);
			this.effects.accept(new Effect.Down(entry.snapshot(), reason));
		}
	}

	void metadata(MemberEntry entry, Map<String, String> metadata) {
		if (!entry.metadata().equals(metadata)) {
			entry.told(metadata);
			this.effects.accept(new Effect.MetadataChanged(entry.snapshot()));
		}
	}

	void slower(MemberEntry entry, Duration every) {
		this.effects.accept(new Effect.Slower(entry.snapshot(), every));
	}

	void connect(MemberEntry entry) {
		this.effects.accept(new Effect.Connect(entry.snapshot()));
	}

	void probe(MemberEntry entry) {
		this.effects.accept(new Effect.Probe(entry.snapshot()));
	}

	void close(MemberEntry entry, String cause) {
		this.effects.accept(new Effect.Close(entry.snapshot(), cause));
	}

}
