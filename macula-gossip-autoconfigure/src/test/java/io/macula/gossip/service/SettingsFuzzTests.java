package io.macula.gossip.service;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.macula.gossip.ConnectionMode;
import io.macula.gossip.FailureDetectionSettings;
import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.LinkSettings;
import io.macula.gossip.NodeName;
import io.macula.gossip.Protocol;
import io.macula.gossip.membership.Membership;
import io.macula.gossip.membership.MembershipSettings;
import io.macula.gossip.net.IpLiteral;
import io.macula.gossip.net.IpNetwork;
import io.macula.gossip.testing.ParserCost;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.convert.ConversionException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever somebody writes as an address, an interface, a peer, a name or a duration is
 * one, with which a node can start, or a {@link GossipConfigurationException} that names
 * the property.
 */
class SettingsFuzzTests {

	/**
	 * What an operator writes is short, and trusted: 15 bytes took 109 KB where the
	 * fuzzer watches regular expressions.
	 */
	private static final ParserCost COST = new ParserCost(SettingsFuzzTests.class, 8192);

	private static final int PORT = 45892;

	private static final Duration INTERVAL = Duration.ofMillis(1500);

	@FuzzTest(maxExecutions = 1_000_000, maxDuration = "")
	void everyTextIsASettingOrARefusalThatNamesIt(byte[] bytes) {
		String text = new String(bytes, StandardCharsets.UTF_8);
		COST.of(bytes.length, () -> check(() -> SettingChecks.group(text, PORT, 1), "addr"),
				() -> check(() -> SettingChecks.interfaces(text, List.of()), "interfaces"),
				() -> check(() -> SettingChecks.interfaces("230.1.1.251", List.of(text)), "interfaces"),
				() -> check(() -> SettingChecks.nodeName(text), "node-name"),
				() -> check(() -> PeerAddress.parse(text, PORT), "peers"));
		addressesComeBack(text);
		Duration duration = duration(text);
		if (duration != null) {
			durations(duration);
		}
	}

	private static void addressesComeBack(String text) {
		if (NodeName.isValid(text)) {
			assertThat(NodeName.of(text).localPart() + "@" + NodeName.of(text).host()).isEqualTo(text);
		}
		var literal = IpLiteral.parse(text);
		if (literal != null) {
			assertThat(IpLiteral.parse(literal.getHostAddress())).isEqualTo(literal);
			assertThat(PeerAddress.parse(text, PORT).host()).isEqualTo(text);
		}
		IpNetwork network = IpNetwork.parse(text);
		if (network != null) {
			assertThat(network.contains(network.address())).isTrue();
		}
	}

	private static @Nullable Duration duration(String text) {
		try {
			return ApplicationConversionService.getSharedInstance().convert(text, Duration.class);
		}
		catch (ConversionException ex) {
			return null;
		}
	}

	private static void durations(Duration duration) {
		check(() -> SettingChecks.basics("default", PORT, 1, duration, 10), "interval");
		LinkSettings tick = new LinkSettings();
		tick.setTickTime(duration);
		check(tick::check, "distribution.tick-time");
		LinkSettings connect = new LinkSettings();
		connect.setConnectTimeout(duration);
		check(connect::check, "distribution.connect-timeout");
		for (int place = 0; place < 4; place++) {
			FailureDetectionSettings limits = new FailureDetectionSettings();
			switch (place) {
				case 0 -> limits.setSuspectAfter(duration);
				case 1 -> limits.setDownAfter(duration);
				case 2 -> limits.setForgetAfter(duration);
				default -> limits.setProbeTimeout(duration);
			}
			check(() -> starts(limits), "failure-detection");
		}
	}

	private static void starts(FailureDetectionSettings limits) {
		for (ConnectionMode mode : ConnectionMode.values()) {
			MembershipSettings settings = SettingChecks.membership(mode, INTERVAL, limits, Protocol.MACULA, 10, false);
			new Membership(settings, new Random(1), (effect) -> {
			}, 0);
		}
	}

	private static void check(Runnable reading, String setting) {
		try {
			reading.run();
		}
		catch (GossipConfigurationException ex) {
			assertThat(ex.getSetting()).startsWith(setting);
		}
	}

}
