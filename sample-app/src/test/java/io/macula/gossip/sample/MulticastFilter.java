package io.macula.gossip.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
		String error = nft(table(this.table, rules));
		assertThat(error).isEmpty();
	}

	/**
	 * Skip the test where the filter cannot be made; on CI fail instead.
	 */
	static void assumePossible() {
		Docker.assume(isPossible(),
				"The tests with filtered multicast need root and nft on Docker's host: apt-get install nftables");
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
			.matcher(run(Redirect.PIPE, "list", "table", "bridge", this.table))
			.results()
			.mapToLong((counter) -> Long.parseLong(counter.group(1)))
			.sum();
	}

	@Override
	public void close() {
		nft("delete", "table", "bridge", this.table);
	}

	private static boolean isPossible() {
		try {
			return nft("--check", table("gossip", "")).isEmpty();
		}
		catch (UncheckedIOException ex) {
			return false;
		}
	}

	private static String table(String name, String rules) {
		return "table bridge %s { chain forward { type filter hook forward priority 0; %s }; }".formatted(name, rules);
	}

	/**
	 * Run nft.
	 * @return what it says is wrong, or nothing
	 */
	private static String nft(String... arguments) {
		return run(Redirect.DISCARD, arguments);
	}

	private static String run(Redirect output, String... arguments) {
		List<String> command = new ArrayList<>(List.of("nft"));
		command.addAll(List.of(arguments));
		try {
			Process process = new ProcessBuilder(command).redirectOutput(output).start();
			InputStream said = (output == Redirect.PIPE) ? process.getInputStream() : process.getErrorStream();
			return new String(said.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
