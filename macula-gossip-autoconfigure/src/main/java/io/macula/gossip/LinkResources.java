package io.macula.gossip;

import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What links are made with that is no property. Not thread-safe.
 */
public abstract class LinkResources {

	/**
	 * Enough for the deepest term that is read and for TLS. Only what is used of it takes
	 * memory.
	 */
	private static final long STACK_BYTES = 512 * 1024;

	private @Nullable Supplier<LinkTls> tls;

	private ThreadFactory threads = LinkResources::platformThread;

	LinkResources() {
	}

	LinkResources(LinkResources other) {
		this.tls = other.tls;
		this.threads = other.threads;
	}

	/**
	 * Return the TLS beneath the next link. No bean property, and none of the
	 * configuration.
	 * @return the TLS, or {@code null} for none
	 */
	public @Nullable LinkTls tls() {
		return (this.tls != null) ? this.tls.get() : null;
	}

	/**
	 * Set the TLS beneath the links. Either all nodes of a cluster have it or none.
	 * @param tls the TLS, or {@code null} for none
	 */
	public void useTls(@Nullable LinkTls tls) {
		this.tls = (tls != null) ? () -> tls : null;
	}

	/**
	 * Have each new link use the TLS of its time, so that certificates can be renewed.
	 * Links that stand keep theirs.
	 * @param tls returns the TLS; called for each connection, by several threads
	 */
	public void followTls(Supplier<LinkTls> tls) {
		this.tls = tls;
	}

	/**
	 * Return what makes the threads. No bean property, and none of the configuration.
	 * @return the factory
	 */
	public ThreadFactory threads() {
		return this.threads;
	}

	/**
	 * Set what makes the threads: two for each link and a few for the node. They are
	 * given their names, and made daemons, before they start. Where the builder is told
	 * what makes all threads, that makes these.
	 * @param threads the factory, of platform threads with small stacks by default; one
	 * of virtual threads will do
	 */
	public void useThreads(ThreadFactory threads) {
		this.threads = threads;
	}

	private static Thread platformThread(Runnable task) {
		return new Thread(null, task, "gossip-link", STACK_BYTES);
	}

}
