package io.macula.gossip.service;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.junit.jupiter.api.Test;

import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

class MembershipLogTests {

	private final Log logger = mock();

	private final MembershipLog log = new MembershipLog(this.logger, "default", 0);

	@Test
	void theFirstChangeIsLoggedAtOnceAndThoseOfTheNextSecondTogether() {
		change(0, "a@h is up");
		change(1, "b@h is up");
		change(999, "c@h is up");
		then(this.logger).should().info("Cluster 'default': a@h is up");
		then(this.logger).shouldHaveNoMoreInteractions();
		this.log.flush(Duration.ofMillis(1000).toNanos());
		then(this.logger).should().info("Cluster 'default': b@h is up, c@h is up");
		this.log.flush(Duration.ofMillis(5000).toNanos());
		then(this.logger).shouldHaveNoMoreInteractions();
	}

	@Test
	void aFloodIsOneLine() {
		change(0, "first");
		for (int i = 0; i < 1000; i++) {
			change(1, "n");
		}
		this.log.flush(Duration.ofMillis(1000).toNanos());
		then(this.logger).should().info("Cluster 'default': n, n, n, n, n, n, n, n, n, n, and 990 more changes");
	}

	private void change(long millis, String change) {
		this.log.add(change);
		this.log.flush(Duration.ofMillis(millis).toNanos());
	}

}
