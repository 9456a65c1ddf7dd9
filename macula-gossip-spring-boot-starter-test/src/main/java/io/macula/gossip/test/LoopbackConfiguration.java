package io.macula.gossip.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;

import io.macula.gossip.service.GossipClusterBuilderCustomizer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * What {@link EnableGossip} brings.
 */
@Configuration(proxyBeanMethods = false)
class LoopbackConfiguration {

	private static final String LOOPBACK = "127.0.0.1";

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	GossipClusterBuilderCustomizer gossipOnLoopback() {
		int port = freePort();
		int epmdPort = freeEpmdPort();
		return (builder) -> builder.interfaces(List.of(LOOPBACK))
			.ttl(0)
			.port(port)
			.links((links) -> links.setEpmdPort(epmdPort))
			.autoStartup(true);
	}

	private static int freePort() {
		try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(LOOPBACK))) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int freeEpmdPort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
