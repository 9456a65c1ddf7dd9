package io.macula.gossip.benchmarks.comparison.boot;

import io.macula.gossip.benchmarks.comparison.NodeProgram;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/**
 * An application that knows nothing of a cluster, with the starter on its class path or
 * without.
 */
@EnableAutoConfiguration
public class Application {

	/**
	 * Start it, tell when it has started, and run until standard input ends.
	 * @param args none
	 * @throws Exception if standard input fails
	 */
	public static void main(String[] args) throws Exception {
		SpringApplication.run(Application.class);
		NodeProgram.say("started");
		System.in.read();
		System.exit(0);
	}

}
