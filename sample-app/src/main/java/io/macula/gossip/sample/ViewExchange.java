package io.macula.gossip.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.macula.gossip.CallException;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipHandler;
import io.macula.gossip.GossipNode;
import io.macula.gossip.NodeName;
import io.macula.gossip.etf.AtomTerm;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Tells the other nodes what this one sees, and asks them for the same over their links.
 * A BEAM node, or one that runs another application, has nothing by that name.
 */
@Component
class ViewExchange {

	static final String PROCESS = "cluster_view";

	static final int MAX_ASKED = 100;

	static final int MAX_SEEN = 1000;

	/**
	 * A process that each JVM node has, and no BEAM node.
	 */
	private static final String METADATA_PROCESS = "macula_gossip";

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private static final Duration FRESH = Duration.ofSeconds(1);

	private final GossipClusterService cluster;

	private CompletableFuture<ClusterViews> latest = CompletableFuture.failedFuture(new IllegalStateException());

	private long askedAt;

	ViewExchange(GossipClusterService cluster) {
		this.cluster = cluster;
	}

	/**
	 * Ask every node, or return what was asked for within the last second: many pages
	 * burden the cluster no more than one.
	 */
	synchronized CompletableFuture<ClusterViews> views() {
		long now = System.nanoTime();
		boolean fresh = now - this.askedAt < FRESH.toNanos() && !this.latest.isCompletedExceptionally();
		if (this.latest.isDone() && !fresh) {
			this.askedAt = now;
			this.latest = ask();
		}
		return this.latest;
	}

	@GossipHandler(PROCESS)
	List<String> seen() {
		return this.cluster.getConnected().stream().map(NodeName::value).limit(MAX_SEEN).toList();
	}

	private CompletableFuture<ClusterViews> ask() {
		List<CompletableFuture<NodeView>> views = new ArrayList<>();
		views.add(CompletableFuture.completedFuture(NodeView.of(String.valueOf(this.cluster.getNodeName()), seen())));
		this.cluster.getNodes()
			.stream()
			.filter(GossipNode::isConnected)
			.limit(MAX_ASKED)
			.forEach((node) -> views.add(ask(node)));
		return CompletableFuture.allOf(views.toArray(CompletableFuture[]::new))
			.thenApply((ignored) -> ClusterViews.of(views.stream().map(CompletableFuture::join).toList()));
	}

	private CompletableFuture<NodeView> ask(GossipNode node) {
		String name = node.name().value();
		return call(node, PROCESS, null).thenApply((answer) -> NodeView.of(name, names(answer)))
			.exceptionallyCompose((ex) -> isNoProcess(ex) ? askKind(node)
					: CompletableFuture.completedFuture(NodeView.silent(name, NodeView.Kind.UNKNOWN)));
	}

	private CompletableFuture<NodeView> askKind(GossipNode node) {
		return call(node, METADATA_PROCESS, AtomTerm.of("metadata")).thenApply((answer) -> NodeView.Kind.JVM)
			.exceptionally((ex) -> isNoProcess(ex) ? NodeView.Kind.BEAM : NodeView.Kind.UNKNOWN)
			.thenApply((kind) -> NodeView.silent(node.name().value(), kind));
	}

	private CompletableFuture<@Nullable Object> call(GossipNode node, String process, @Nullable Object request) {
		return this.cluster.getMessenger().call(node.name(), process, request, PATIENCE);
	}

	private static boolean isNoProcess(Throwable ex) {
		Throwable cause = (ex instanceof CompletionException) ? ex.getCause() : ex;
		return cause instanceof CallException call && call.getReason() == CallException.Reason.NO_PROCESS;
	}

	/**
	 * Return the names that an answer holds. What comes from another node may be
	 * anything.
	 */
	private static List<String> names(@Nullable Object answer) {
		if (!(answer instanceof List<?> names)) {
			throw new IllegalArgumentException("Not a list of names: " + answer);
		}
		return names.stream()
			.limit(MAX_SEEN)
			.filter((name) -> name instanceof String text && NodeName.isValid(text))
			.map(Objects::toString)
			.toList();
	}

}
