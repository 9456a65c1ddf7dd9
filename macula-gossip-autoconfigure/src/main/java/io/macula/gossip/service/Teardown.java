package io.macula.gossip.service;

import org.jspecify.annotations.Nullable;

/**
 * Takes down what was built up: each step of it, whatever the others throw.
 */
final class Teardown {

	private Teardown() {
	}

	/**
	 * Run all steps in order.
	 * @throws RuntimeException or {@link Error}: the first that a step threw, with the
	 * others suppressed
	 */
	static void run(Runnable... steps) {
		Throwable first = null;
		for (Runnable step : steps) {
			try {
				step.run();
			}
			catch (RuntimeException | Error ex) {
				first = add(first, ex);
			}
		}
		if (first instanceof Error error) {
			throw error;
		}
		if (first instanceof RuntimeException exception) {
			throw exception;
		}
	}

	/**
	 * Run all steps in order because something failed; that they fail as well is told
	 * with it.
	 */
	static void after(Throwable failure, Runnable... steps) {
		try {
			run(steps);
		}
		catch (RuntimeException | Error ex) {
			add(failure, ex);
		}
	}

	private static Throwable add(@Nullable Throwable first, Throwable next) {
		if (first == null) {
			return next;
		}
		if (first != next) {
			first.addSuppressed(next);
		}
		return first;
	}

}
