package io.macula.gossip.distribution.epmd;

import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import io.macula.gossip.distribution.epmd.EpmdException.Reason;
import io.macula.gossip.net.Backoff;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a node registered with the EPMD of its host from {@link #start()} to
 * {@link #close()}. An EPMD that answers at 127.0.0.1 is used, whoever serves it. Where
 * none answers, and settings allow it, this process serves the port: of several that try
 * the first to bind it wins, and the others register with the winner. The connection of
 * the registration tells when that EPMD is gone; then the same begins anew at once, so
 * that another process has taken over within 2 s. Safe for use by several threads; all
 * that blocks is done on one thread.
 */
public final class EpmdRegistrar implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(EpmdRegistrar.class);

	/**
	 * Where BEAM nodes, too, look for the EPMD of their host.
	 */
	private static final String LOCALHOST = "127.0.0.1";

	private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

	/**
	 * Short enough for all nodes of a host to be registered within 2 s of a take-over.
	 */
	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

	private static final long CLOSE_MILLIS = 2000;

	private static final long PAUSE_AFTER_FAILURE_NANOS = Duration.ofMillis(100).toNanos();

	private final EpmdNode node;

	private final EpmdSettings settings;

	private final EpmdListener listener;

	private final EpmdClock clock;

	private final Backoff backoff;

	private final EpmdClient client;

	private final Thread thread;

	private final AtomicBoolean started = new AtomicBoolean();

	private final CountDownLatch closing = new CountDownLatch(1);

	private volatile @Nullable EpmdRegistration registration;

	private volatile @Nullable EmbeddedEpmd embedded;

	private @Nullable String lastFailure;

	private boolean closedBefore;

	/**
	 * Create a registrar. Nothing happens yet.
	 * @param node the node to register
	 * @param settings where and how
	 * @param threads makes the one thread that all work is done on
	 * @param listener hears how the registration fares, on that thread
	 */
	public EpmdRegistrar(EpmdNode node, EpmdSettings settings, ThreadFactory threads, EpmdListener listener) {
		this(node, settings, threads, listener, EpmdClock.system(), new SplittableRandom());
	}

	EpmdRegistrar(EpmdNode node, EpmdSettings settings, ThreadFactory threads, EpmdListener listener, EpmdClock clock,
			RandomGenerator random) {
		this.node = node;
		this.settings = settings;
		this.listener = listener;
		this.clock = clock;
		this.backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, random);
		this.client = new EpmdClient(LOCALHOST, settings.port(), settings.connectTimeout(), settings.readTimeout());
		this.thread = threads.newThread(this::run);
	}

	/**
	 * Start to register the node. Returns at once.
	 * @throws IllegalStateException if this was started or closed before
	 */
	public void start() {
		if (!this.started.compareAndSet(false, true)) {
			throw new IllegalStateException(
					"Registrar of '%s' was started or closed before: create another".formatted(this.node.name()));
		}
		this.thread.start();
	}

	/**
	 * Say whether this process serves the port of EPMD for this node.
	 * @return whether it does
	 */
	public boolean isEmbedded() {
		EmbeddedEpmd embedded = this.embedded;
		return embedded != null && embedded.isRunning();
	}

	/**
	 * Unregister the node and close the embedded EPMD, if there is one; the other nodes
	 * on this host notice at once and register elsewhere. Returns when that is done. An
	 * attempt to register that is under way is not waited for longer than 2 s; it ends by
	 * itself within the timeouts and comes to nothing. The listener hears nothing of it.
	 */
	@Override
	public void close() {
		this.closing.countDown();
		close(this.registration);
		if (this.started.compareAndSet(false, true) || Thread.currentThread() == this.thread) {
			return;
		}
		try {
			this.thread.join(CLOSE_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void run() {
		try {
			while (!isClosing()) {
				registerAndHold();
			}
		}
		finally {
			close(this.registration);
			close(this.embedded);
		}
	}

	/**
	 * Register and stay registered, whatever goes wrong: without this thread the node
	 * would never be registered again.
	 */
	private void registerAndHold() {
		EpmdRegistration registration = null;
		try {
			registration = register();
			if (registration != null) {
				hold(registration);
			}
			else {
				this.clock.pause(Duration.ofNanos(this.backoff.nextNanos()), this.closing);
			}
		}
		catch (InterruptedException ex) {
			// Nobody has reason to: it ends when it is closed
			close(registration);
		}
		catch (RuntimeException | Error ex) {
			close(registration);
			logFailure(ex);
			// Takes no memory, which may be what there is none of
			LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
		}
	}

	private void logFailure(Throwable failure) {
		try {
			logger
				.warn("Registering '%s' with EPMD failed and is tried again: %s".formatted(this.node.name(), failure));
		}
		catch (RuntimeException | Error ex) {
			// What failed may fail the log too, and this thread must go on
		}
	}

	private boolean isClosing() {
		return this.closing.getCount() == 0;
	}

	private @Nullable EpmdRegistration register() {
		try {
			return this.client.register(this.node);
		}
		catch (EpmdException ex) {
			if (ex.getReason() != Reason.UNREACHABLE || !this.settings.embedded() || isEmbedded() || isClosing()) {
				failed(ex);
				return null;
			}
		}
		EpmdException bindFailure = embed();
		try {
			return this.client.register(this.node);
		}
		catch (EpmdException ex) {
			failed((bindFailure != null && ex.getReason() == Reason.UNREACHABLE) ? bindFailure : ex);
			return null;
		}
	}

	/**
	 * Serve the port.
	 * @return why that cannot be, most likely because another process was faster; or
	 * {@code null}
	 */
	private @Nullable EpmdException embed() {
		try {
			this.embedded = EmbeddedEpmd.start(this.settings.port(), this.settings.bindAddresses(),
					this.settings.scope(), this.settings.limits());
			logger.info("No EPMD answered on port %d: this process serves it now".formatted(this.settings.port()));
			return null;
		}
		catch (EpmdException ex) {
			return ex;
		}
	}

	private void hold(EpmdRegistration registration) throws InterruptedException {
		this.registration = registration;
		if (isClosing()) {
			return;
		}
		this.lastFailure = null;
		this.closedBefore = false;
		long since = this.clock.nanoTime();
		tell((listener) -> listener.registered(registration.creation()));
		EpmdException loss = registration.awaitEnd();
		if (loss == null) {
			return;
		}
		tell((listener) -> listener.lost(message(loss)));
		// One that ends its registrations at once would otherwise be asked without pause
		if (this.clock.nanoTime() - since < LONGEST_PAUSE.toNanos()) {
			this.clock.pause(Duration.ofNanos(this.backoff.nextNanos()), this.closing);
		}
		else {
			this.backoff.reset();
		}
	}

	private void failed(EpmdException ex) {
		// A process that is being killed takes connections a moment longer and resets
		// them
		boolean passing = ex.getReason() == Reason.CLOSED && !this.closedBefore;
		this.closedBefore = ex.getReason() == Reason.CLOSED;
		if (passing) {
			return;
		}
		String reason = message(ex);
		if (!isClosing() && !reason.equals(this.lastFailure)) {
			this.lastFailure = reason;
			tell((listener) -> listener.failed(reason));
		}
	}

	private void tell(Consumer<EpmdListener> news) {
		try {
			news.accept(this.listener);
		}
		catch (RuntimeException ex) {
			logger.warn("A listener of the EPMD registration of '%s' failed".formatted(this.node.name()), ex);
		}
	}

	private static String message(EpmdException ex) {
		return Objects.requireNonNull(ex.getMessage());
	}

	private static void close(@Nullable EpmdRegistration registration) {
		if (registration != null) {
			registration.close();
		}
	}

	private static void close(@Nullable EmbeddedEpmd embedded) {
		if (embedded != null) {
			embedded.close();
		}
	}

}
