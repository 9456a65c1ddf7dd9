package io.macula.gossip.autoconfigure;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/**
 * The application that is processed ahead of time. What comes of it is found by its name
 * where it is in no other class.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ GossipAutoConfiguration.class, GossipEndpointAutoConfiguration.class,
		GossipHealthContributorAutoConfiguration.class, GossipMetricsAutoConfiguration.class })
public class AheadOfTimeApplication {

	/**
	 * Start it.
	 * @param arguments its arguments
	 */
	public static void main(String[] arguments) {
		SpringApplication.run(AheadOfTimeApplication.class, arguments);
	}

}
