package io.macula.gossip.benchmarks.comparison.eureka;

import io.macula.gossip.benchmarks.comparison.Place;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.netflix.eureka.server.EnableEurekaServer;

/**
 * Eureka's registry, alone, at the cluster's base port.
 */
@EnableAutoConfiguration
@EnableEurekaServer
public class EurekaRegistry {

	/**
	 * Run the registry.
	 * @param args see {@link Place}
	 */
	public static void main(String[] args) {
		SpringApplication.run(EurekaRegistry.class, "--server.address=127.0.0.1",
				"--server.port=" + Place.of(args).basePort(), "--eureka.client.register-with-eureka=false",
				"--eureka.client.fetch-registry=false");
	}

}
