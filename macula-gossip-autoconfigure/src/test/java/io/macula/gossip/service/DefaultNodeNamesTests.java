package io.macula.gossip.service;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.macula.gossip.NodeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DefaultNodeNamesTests {

	private static final InetSocketAddress GROUP = new InetSocketAddress("230.1.1.251", 45892);

	private static final Path NOT_TOLD = Path.of("no-such-file");

	private final DefaultNodeNames names = new DefaultNodeNames();

	@Test
	void aNameSaysWhichApplicationProcessAndAddress() throws Exception {
		assertThat(acquire("orders", "192.168.1.17")).hasToString("orders-4711@192.168.1.17");
	}

	@Test
	void containersOnTheHostsNetworkHaveDifferentNamesThoughEachIsProcessOne() {
		assertThat(DefaultNodeNames.base("orders", 1)).matches("orders-[0-9a-f]{5}")
			.isNotEqualTo(DefaultNodeNames.base("orders", 1));
	}

	@Test
	void containersOnTheHostsNetworkHaveDifferentNamesWhateverTheProcessIdsInThem(@TempDir Path directory)
			throws Exception {
		Path container = Files.createSymbolicLink(directory.resolve("container"), Path.of("pid:[4026532281]"));
		Path machine = Files.createSymbolicLink(directory.resolve("machine"), Path.of("pid:[4026531836]"));
		assertThat(DefaultNodeNames.base("orders", 7, container)).matches("orders-[0-9a-f]{5}")
			.isNotEqualTo(DefaultNodeNames.base("orders", 7, container));
		assertThat(DefaultNodeNames.base("orders", 7, machine)).isEqualTo("orders-7");
		assertThat(DefaultNodeNames.base("orders", 7, directory.resolve("none"))).isEqualTo("orders-7");
	}

	@Test
	void twoNodesOfOneProcessInOneGroupHaveTwoNames() throws Exception {
		NodeName first = acquire("orders", "10.0.0.1");
		assertThat(acquire("orders", "10.0.0.1")).hasToString("orders-4711-2@10.0.0.1");
		this.names.release(first, GROUP);
		assertThat(acquire("orders", "10.0.0.1")).isEqualTo(first);
	}

	@Test
	void nodesInDifferentGroupsMayHaveOneName() throws Exception {
		NodeName first = acquire("orders", "10.0.0.1");
		InetSocketAddress other = new InetSocketAddress("230.1.1.251", 45893);
		assertThat(this.names.acquire("orders-4711", InetAddress.getByName("10.0.0.1"), other)).isEqualTo(first);
	}

	@Test
	void whatNoNameMayHoldIsReplaced() throws Exception {
		assertThat(acquire("my app|of @all\nthings: \u0141", "10.0.0.1"))
			.hasToString("my-app-of-all-things--4711@10.0.0.1");
	}

	@Test
	void aLongNameIsCutToFit() throws Exception {
		NodeName name = acquire("a".repeat(300), "10.0.0.1");
		assertThat(name.value().codePointCount(0, name.value().length())).isLessThanOrEqualTo(NodeName.MAX_LENGTH);
		assertThat(name.value()).endsWith("-4711@10.0.0.1");
	}

	@Test
	void theScopeOfAnAddressStaysAtHome() throws Exception {
		InetAddress scoped = Inet6Address.getByAddress(null, InetAddress.getByName("fe80::1").getAddress(), 3);
		assertThat(this.names.acquire("a", scoped, GROUP).host()).isEqualTo("fe80:0:0:0:0:0:0:1");
	}

	private NodeName acquire(String application, String address) throws UnknownHostException {
		return this.names.acquire(DefaultNodeNames.base(application, 4711, NOT_TOLD), InetAddress.getByName(address),
				GROUP);
	}

}
