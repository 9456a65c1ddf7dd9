package io.macula.gossip.membership;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;

/**
 * The time limit of jqwik's tests, which know nothing of Jupiter's. A try that loops for
 * ever fails its property, and so do all after it at once: nothing can end its thread.
 */
public final class TryTimeout implements AroundTryHook {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static volatile AssertionError expired;

	@Override
	public TryExecutionResult aroundTry(TryLifecycleContext context, TryExecutor aTry, List<Object> parameters)
			throws Exception {
		if (expired != null) {
			return TryExecutionResult.falsified(expired);
		}
		FutureTask<TryExecutionResult> task = new FutureTask<>(() -> aTry.execute(parameters));
		Thread thread = new Thread(task, "try of " + context.label());
		thread.setDaemon(true);
		thread.start();
		try {
			return task.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			expired = new AssertionError("Not within %d s: %s".formatted(LIMIT.toSeconds(), thread.getName()));
			expired.setStackTrace(thread.getStackTrace());
			return TryExecutionResult.falsified(expired);
		}
	}

	@Override
	public PropagationMode propagateTo() {
		return PropagationMode.ALL_DESCENDANTS;
	}

}
