package io.macula.gossip.sample;

import java.util.List;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.NodeName;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers who is in the cluster.
 */
@RestController
class ClusterController {

	private final GossipClusterService cluster;

	ClusterController(GossipClusterService cluster) {
		this.cluster = cluster;
	}

	@GetMapping("/")
	Members members() {
		return new Members(String.valueOf(this.cluster.getNodeName()),
				this.cluster.getConnected().stream().map(NodeName::value).toList());
	}

	record Members(String self, List<String> others) {

	}

}
