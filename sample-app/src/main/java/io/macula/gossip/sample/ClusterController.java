package io.macula.gossip.sample;

import java.util.List;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.NodeName;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.ModelAndView;

/**
 * Answers who is in the cluster: to a person with a page, to anybody else with JSON.
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

	@GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
	ModelAndView page() {
		return new ModelAndView("forward:/index.html");
	}

	record Members(String self, List<String> others) {

	}

}
