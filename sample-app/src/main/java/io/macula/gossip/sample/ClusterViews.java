package io.macula.gossip.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the nodes see, and where they disagree.
 *
 * @param views what each node sees
 * @param disagreements the nodes that are not up for everyone who tells
 */
record ClusterViews(List<NodeView> views, List<Disagreement> disagreements) {

	static ClusterViews of(List<NodeView> views) {
		List<NodeView> told = views.stream().filter((view) -> view.sees() != null).toList();
		Set<String> nodes = new TreeSet<>();
		told.forEach((view) -> {
			nodes.add(view.node());
			nodes.addAll(view.sees());
		});
		List<Disagreement> disagreements = new ArrayList<>();
		for (String node : nodes) {
			Disagreement about = Disagreement.about(node, told);
			if (!about.missedBy().isEmpty()) {
				disagreements.add(about);
			}
		}
		return new ClusterViews(views, disagreements);
	}

	/**
	 * A node that is not up for everyone who tells.
	 *
	 * @param node its name
	 * @param seenBy the others for which it is up
	 * @param missedBy the others for which it is not
	 */
	record Disagreement(String node, List<String> seenBy, List<String> missedBy) {

		private static Disagreement about(String node, List<NodeView> views) {
			List<String> seenBy = new ArrayList<>();
			List<String> missedBy = new ArrayList<>();
			for (NodeView view : views) {
				if (!view.node().equals(node)) {
					(view.sees(node) ? seenBy : missedBy).add(view.node());
				}
			}
			return new Disagreement(node, seenBy, missedBy);
		}

	}

}
