package io.macula.gossip.sample;

import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Network.Ipam;
import org.testcontainers.containers.Network;

/**
 * A network of containers, and the cables that are pulled out of it and put back.
 */
final class BridgeNetwork implements AutoCloseable {

	private final String subnet;

	private final Network network;

	/**
	 * Create a network in which a container can be given an address. Docker allows that
	 * only where the subnet was named, and only Docker knows a subnet that is free.
	 */
	BridgeNetwork() {
		try (Network free = Network.newNetwork()) {
			this.subnet = Docker.client()
				.inspectNetworkCmd()
				.withNetworkId(free.getId())
				.exec()
				.getIpam()
				.getConfig()
				.get(0)
				.getSubnet();
		}
		this.network = Network.builder()
			.createNetworkCmdModifier(
					(command) -> command.withIpam(new Ipam().withConfig(new Ipam.Config().withSubnet(this.subnet))))
			.build();
		this.network.getId();
	}

	Network network() {
		return this.network;
	}

	/**
	 * Return the addresses of the network, such as {@code 172.18.0.0/16}.
	 */
	String subnet() {
		return this.subnet;
	}

	/**
	 * Return an address that Docker gives to nobody by itself before it has given a
	 * hundred others.
	 */
	String unusedAddress(String used) {
		String prefix = this.subnet.replaceFirst("\\d+/\\d+$", "");
		return prefix + (used.equals(prefix + "200") ? "201" : "200");
	}

	String addressOf(SampleContainer container) {
		return container.getCurrentContainerInfo()
			.getNetworkSettings()
			.getNetworks()
			.values()
			.stream()
			.filter((endpoint) -> this.network.getId().equals(endpoint.getNetworkID()))
			.findFirst()
			.orElseThrow()
			.getIpAddress();
	}

	void disconnect(SampleContainer container) {
		Docker.client()
			.disconnectFromNetworkCmd()
			.withNetworkId(this.network.getId())
			.withContainerId(container.getContainerId())
			.exec();
	}

	void connect(String containerId) {
		Docker.client().connectToNetworkCmd().withNetworkId(this.network.getId()).withContainerId(containerId).exec();
	}

	void connect(SampleContainer container, String address) {
		Docker.client()
			.connectToNetworkCmd()
			.withNetworkId(this.network.getId())
			.withContainerId(container.getContainerId())
			.withContainerNetwork(
					new ContainerNetwork().withIpamConfig(new ContainerNetwork.Ipam().withIpv4Address(address)))
			.exec();
	}

	@Override
	public void close() {
		this.network.close();
	}

}
