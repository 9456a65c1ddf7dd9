package io.macula.gossip.test;

import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * Has the nodes of one test leave before the next one, which may share its context.
 */
class ClearNetworkTestExecutionListener implements TestExecutionListener {

	@Override
	public void afterTestMethod(TestContext testContext) {
		if (testContext.hasApplicationContext()) {
			testContext.getApplicationContext()
				.getBeanProvider(GossipTestNetwork.class)
				.ifAvailable(GossipTestNetwork::clear);
		}
	}

}
