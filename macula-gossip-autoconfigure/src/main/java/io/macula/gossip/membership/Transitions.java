package io.macula.gossip.membership;

import java.time.Duration;
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
		if (!wasUp && entry.upHeldUntil == null) {
			this.effects.accept(new Effect.Up(entry.snapshot()));
		}
	}

	/**
	 * Whatever the news that it is up has waited for: it waits no longer.
	 */
	void releaseUp(MemberEntry entry) {
		if (entry.upHeldUntil != null) {
			entry.upHeldUntil = null;
			this.effects.accept(new Effect.Up(entry.snapshot()));
		}
	}

	void down(MemberEntry entry, NodeDownReason reason, String cause) {
		if (entry.isUp()) {
			releaseUp(entry);
			entry.down(cause);
			this.effects.accept(new Effect.Down(entry.snapshot(), reason));
		}
	}

	/**
	 * It told of itself: with the news that it is up if that waits for it, else as news
	 * of its own.
	 */
	void introduced(MemberEntry entry, Introduction introduction) {
		boolean changed = !entry.introduction().equals(introduction);
		entry.told(introduction);
		if (entry.upHeldUntil != null) {
			releaseUp(entry);
		}
		else if (changed) {
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
