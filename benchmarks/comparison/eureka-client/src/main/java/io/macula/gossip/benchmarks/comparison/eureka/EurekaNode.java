package io.macula.gossip.benchmarks.comparison.eureka;

import io.macula.gossip.benchmarks.comparison.NodeProgram;
import io.macula.gossip.benchmarks.comparison.Place;
import io.macula.gossip.benchmarks.comparison.TimedNode;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;

/**
 * An application that registers with Eureka, with its defaults. Its start call is the
 * application's start.
 */
public final class EurekaNode implements TimedNode {

	private static final String APPLICATION = "comparison";

	private final Place place;

	private ConfigurableApplicationContext application;

	private EurekaNode(Place place) {
		this.place = place;
	}

	/**
	 * Run the node.
	 * @param args see {@link Place}
	 * @throws Exception if standard input fails
	 */
	public static void main(String[] args) throws Exception {
		NodeProgram.run(args, EurekaNode::new);
	}

	@Override
	public void start() {
		this.application = SpringApplication.run(Members.class, "--spring.application.name=" + APPLICATION,
				"--server.port=" + this.place.port(), "--eureka.instance.hostname=127.0.0.1",
				"--eureka.instance.instance-id=" + this.place.name(),
				"--eureka.client.service-url.defaultZone=http://127.0.0.1:%d/eureka/".formatted(this.place.basePort()));
	}

	@Override
	public void stop() {
		this.application.close();
	}

	/**
	 * Tells whom it sees whenever its client has looked.
	 */
	@EnableAutoConfiguration
	static class Members {

		private final DiscoveryClient client;

		private final String self;

		Members(DiscoveryClient client, @Value("${eureka.instance.instance-id}") String self) {
			this.client = client;
			this.self = self;
		}

		@EventListener(HeartbeatEvent.class)
		void looked() {
			NodeProgram.sees(this.client.getInstances(APPLICATION)
				.stream()
				.map(ServiceInstance::getInstanceId)
				.filter((instance) -> !instance.equals(this.self))
				.toList());
		}

	}

}
