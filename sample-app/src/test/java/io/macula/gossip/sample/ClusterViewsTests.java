package io.macula.gossip.sample;

import java.util.List;

import io.macula.gossip.sample.ClusterViews.Disagreement;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClusterViewsTests {

	@Test
	void nodesThatSeeEachOtherAgree() {
		assertThat(disagreements(NodeView.of("a@h", List.of("b@h", "c@h")), NodeView.of("b@h", List.of("a@h", "c@h")),
				NodeView.of("c@h", List.of("a@h", "b@h"))))
			.isEmpty();
	}

	@Test
	void aNodeThatOnlySomeSeeIsADisagreement() {
		assertThat(disagreements(NodeView.of("a@h", List.of("b@h", "c@h")), NodeView.of("b@h", List.of("a@h")),
				NodeView.of("c@h", List.of("a@h", "b@h"))))
			.containsExactly(new Disagreement("c@h", List.of("a@h"), List.of("b@h")));
	}

	@Test
	void aNodeThatDoesNotTellNeitherAgreesNorDisagrees() {
		assertThat(disagreements(NodeView.of("a@h", List.of("b@h")), NodeView.silent("b@h", NodeView.Kind.BEAM)))
			.isEmpty();
	}

	@Test
	void aNodeThatDoesNotSeeTheOneThatSeesItIsADisagreement() {
		assertThat(disagreements(NodeView.of("a@h", List.of("b@h")), NodeView.of("b@h", List.of())))
			.containsExactly(new Disagreement("a@h", List.of(), List.of("b@h")));
	}

	private static List<Disagreement> disagreements(NodeView... views) {
		return ClusterViews.of(List.of(views)).disagreements();
	}

}
