package io.macula.gossip.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.macula.gossip.testing.ChildProcess;
import io.macula.gossip.testing.Need;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A network that carries no multicast, like that of most clouds and many offices: the
 * bridge drops it without telling anyone, and lets everything else pass. Needs nftables
 * and root on Docker's host.
 */
final class MulticastFilter implements AutoCloseable {

	private static final String DROP = "ip daddr 224.0.0.0/4 counter drop";

	private final String table;

	private MulticastFilter(BridgeNetwork network, String rules) {
		this.table = "gossip_" + network.subnet().replaceAll("[^0-9]", "_");
		ChildProcess.Result result = nft(table(this.table, rules));
		assertThat(result.status()).as(result.output()).isZero();
	}

	/**
	 * Drop all multicast of a network.
	 */
	static MulticastFilter of(BridgeNetwork network) {
		return new MulticastFilter(network, "ip saddr %s %s;".formatted(network.subnet(), DROP));
	}

	/**
	 * Drop all multicast of a network except what goes from one of these containers to
	 * another.
	 */
	static MulticastFilter except(BridgeNetwork network, SampleContainer... containers) {
		String ports = Arrays.stream(containers).map(SampleContainer::bridgePort).collect(Collectors.joining(", "));
		return new MulticastFilter(network, "ip saddr %1$s iif != { %2$s } %3$s; ip saddr %1$s oif != { %2$s } %3$s;"
			.formatted(network.subnet(), ports, DROP));
	}

	/**
	 * Return how many datagrams were dropped.
	 */
	long dropped() {
		return Pattern.compile("counter packets (\\d+)")
			.matcher(nft("list", "table", "bridge", this.table).output())
			.results()
			.mapToLong((counter) -> Long.parseLong(counter.group(1)))
			.sum();
	}

	@Override
	public void close() {
		nft("delete", "table", "bridge", this.table);
	}

	private static String table(String name, String rules) {
		return "table bridge %s { chain forward { type filter hook forward priority 0; %s }; }".formatted(name, rules);
	}

	private static ChildProcess.Result nft(String... arguments) {
		List<String> command = new ArrayList<>(List.of("nft"));
		command.addAll(List.of(arguments));
		return ChildProcess.run(command);
	}

	/**
	 * The filter can be made here.
	 */
	static final class Possible implements Need {

		@Override
		public Optional<String> missing() {
			try {
				if (nft("--check", table("gossip", "")).status() == 0) {
					return Optional.empty();
				}
			}
			catch (ChildProcess.NotStartedException ex) {
				// Told below
			}
			return Optional.of("root, and nft on Docker's host: apt-get install nftables");
		}

	}

}
