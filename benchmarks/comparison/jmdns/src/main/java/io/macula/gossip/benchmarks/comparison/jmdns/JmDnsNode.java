package io.macula.gossip.benchmarks.comparison.jmdns;

import java.io.IOException;
import java.net.InetAddress;

import javax.jmdns.JmDNS;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;

import io.macula.gossip.benchmarks.comparison.NodeProgram;
import io.macula.gossip.benchmarks.comparison.Place;
import io.macula.gossip.benchmarks.comparison.TimedNode;

/**
 * A service that JmDNS announces with its defaults on the loopback interface, and that
 * looks for others of its type. Up is resolved: its address and port are known.
 */
public final class JmDnsNode implements TimedNode, ServiceListener {

	private static final String TYPE = "_comparison._tcp.local.";

	private final Place place;

	private JmDNS mdns;

	private JmDnsNode(Place place) {
		this.place = place;
	}

	/**
	 * Run the node.
	 * @param args see {@link Place}
	 * @throws Exception if standard input fails
	 */
	public static void main(String[] args) throws Exception {
		NodeProgram.run(args, JmDnsNode::new);
	}

	@Override
	public void start() throws IOException {
		this.mdns = JmDNS.create(InetAddress.getByName("127.0.0.1"), this.place.name());
		this.mdns.addServiceListener(TYPE, this);
		this.mdns.registerService(ServiceInfo.create(TYPE, this.place.name(), this.place.port(), ""));
	}

	@Override
	public void stop() throws IOException {
		this.mdns.close();
	}

	@Override
	public void serviceAdded(ServiceEvent event) {
		// Its address is still unknown
	}

	@Override
	public void serviceResolved(ServiceEvent event) {
		if (!event.getName().equals(this.place.name())) {
			NodeProgram.up(event.getName());
		}
	}

	@Override
	public void serviceRemoved(ServiceEvent event) {
		NodeProgram.down(event.getName());
	}

}
