package io.macula.gossip.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.distribution.Cookies;
import io.macula.gossip.distribution.handshake.Cookie;
import org.jspecify.annotations.Nullable;

/**
 * The cookies to link with, and where they come from.
 *
 * @param cookies the cookies
 * @param source where the first one comes from, in words
 * @param open whether it is the one that everybody knows
 */
record CookieChoice(Cookies cookies, String source, boolean open) {

	/**
	 * Cookie of a cluster that nobody closed. Known to all, so it keeps nobody out.
	 */
	static final String OPEN_CLUSTER = "macula";

	private static final List<String> VARIABLES = List.of("MACULA_COOKIE", "RELEASE_COOKIE", "ERLANG_COOKIE");

	/**
	 * Choose: what is configured, else what the environment has, else one derived from
	 * the secret, else the open cluster's. Where nothing at all is set, the user's
	 * {@code .erlang.cookie} is accepted too, so that BEAM nodes of this machine link.
	 * @param configured the configured cookie, or {@code null}
	 * @param accepted further cookies
	 * @param secrets the secrets of the announcements, the one that signs first
	 * @param environment returns the value of an environment variable, or {@code null}
	 * @param home the user's home directory
	 * @return the cookies
	 */
	static CookieChoice choose(@Nullable String configured, List<String> accepted, List<String> secrets,
			UnaryOperator<@Nullable String> environment, Path home) {
		List<Cookie> cookies = new ArrayList<>();
		List<Cookie> local = new ArrayList<>();
		String source = "macula.gossip.distribution.cookie";
		boolean open = false;
		if (configured != null) {
			cookies.add(cookie("distribution.cookie", source, configured));
		}
		else {
			String variable = VARIABLES.stream()
				.filter((name) -> isSet(environment.apply(name)))
				.findFirst()
				.orElse(null);
			String value = (variable != null) ? environment.apply(variable) : null;
			if (variable != null && value != null) {
				source = "the environment variable " + variable;
				cookies.add(cookie("distribution.cookie", source, value));
			}
			else if (!secrets.isEmpty()) {
				source = "macula.gossip.secret, from which it is derived";
				secrets.forEach((secret) -> cookies.add(Cookie.of(derive(secret))));
			}
			else {
				source = "the open cluster";
				open = true;
				cookies.add(Cookie.of(OPEN_CLUSTER));
				readFile(home.resolve(".erlang.cookie"), local);
			}
		}
		accepted.forEach((text) -> cookies
			.add(cookie("distribution.accepted-cookies", "macula.gossip.distribution.accepted-cookies", text)));
		return new CookieChoice(new Cookies(cookies.stream().distinct().toList(), local), source, open);
	}

	/**
	 * Derive a cookie that does not give the secret away: BEAM nodes that have the secret
	 * compute it as
	 * <code>binary:encode_hex(crypto:mac(hmac, sha256, Secret, "macula-cookie"))</code>.
	 */
	static String derive(String secret) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
			return HexFormat.of()
				.withUpperCase()
				.formatHex(mac.doFinal("macula-cookie".getBytes(StandardCharsets.US_ASCII)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This Java runtime has no HmacSHA256", ex);
		}
	}

	private static boolean isSet(@Nullable String value) {
		return value != null && !value.isEmpty();
	}

	private static Cookie cookie(String setting, String source, String text) {
		try {
			return Cookie.of(text);
		}
		catch (IllegalArgumentException ex) {
			throw new GossipConfigurationException(setting, ex.getMessage() + ". It comes from " + source + ".",
					"Set the same long random text of plain letters and digits on every node.", ex);
		}
	}

	private static void readFile(Path file, List<Cookie> cookies) {
		try {
			String text = Files.readString(file, StandardCharsets.ISO_8859_1).trim();
			cookies.add(Cookie.of(text));
		}
		catch (IOException | IllegalArgumentException ex) {
			// Accepting it is a convenience for BEAM nodes of this machine; without it
			// the others still link.
		}
	}

}
