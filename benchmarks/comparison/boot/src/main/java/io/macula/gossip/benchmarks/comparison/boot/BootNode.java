package io.macula.gossip.benchmarks.comparison.boot;

import io.macula.gossip.NodeDownEvent;
import io.macula.gossip.NodeUpEvent;
import io.macula.gossip.benchmarks.comparison.NodeProgram;
import io.macula.gossip.benchmarks.comparison.Place;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;

/**
 * A node of this system as applications have it: by the starter, set to the loopback
 * interface and to ports of its cluster's own. Its start call is that of the service
 * within the application's start, which begins when the driver says so.
 */
@EnableAutoConfiguration
public class BootNode implements SmartLifecycle {

	/**
	 * Run the node.
	 * @param args see {@link Place}
	 * @throws Exception if standard input fails
	 */
	public static void main(String[] args) throws Exception {
		Place place = Place.of(args);
		NodeProgram.say("ready");
		NodeProgram.read();
		ConfigurableApplicationContext application = SpringApplication.run(BootNode.class,
				"--macula.gossip.node-name=" + place.name() + "@127.0.0.1", "--macula.gossip.interfaces=127.0.0.1",
				"--macula.gossip.port=" + place.basePort(),
				"--macula.gossip.distribution.epmd-port=" + place.basePort());
		if (!NodeProgram.read().isEmpty()) {
			NodeProgram.say("stop");
			application.close();
			NodeProgram.read();
		}
		System.exit(0);
	}

	/**
	 * Return the phase before that of the service.
	 */
	@Override
	public int getPhase() {
		return SmartLifecycle.DEFAULT_PHASE - 1;
	}

	@Override
	public void start() {
		NodeProgram.say("start");
	}

	@Override
	public void stop() {
		// The driver measures from where the application is closed
	}

	@Override
	public boolean isRunning() {
		return false;
	}

	@EventListener(ContextRefreshedEvent.class)
	void started() {
		NodeProgram.say("started");
	}

	@EventListener
	void up(NodeUpEvent event) {
		NodeProgram.up(event.getNode().name().toString().split("@")[0]);
	}

	@EventListener
	void down(NodeDownEvent event) {
		NodeProgram.down(event.getNode().name().toString().split("@")[0]);
	}

}
