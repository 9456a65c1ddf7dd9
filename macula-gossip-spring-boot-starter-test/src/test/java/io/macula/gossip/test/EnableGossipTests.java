package io.macula.gossip.test;

import java.util.concurrent.TimeUnit;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipInterface;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.NONE)
@EnableGossip
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class EnableGossipTests {

	@Autowired
	private GossipClusterService service;

	@Test
	void theServiceRunsOnLoopbackAndOnAFreePort() {
		assertThat(this.service.isRunning()).isTrue();
		assertThat(this.service.getStatus().interfaces()).extracting(GossipInterface::address)
			.allMatch((address) -> address.isLoopbackAddress());
		assertThat(this.service.getStatus().group().getPort()).isNotEqualTo(45892);
		Awaitility.await().until(() -> this.service.getAnnouncementCount(AnnouncementResult.OWN) > 0);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
