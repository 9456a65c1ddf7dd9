package io.macula.gossip.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.announcement.ProofFormat;
import io.macula.gossip.announcement.Secret;
import io.macula.gossip.distribution.Cookies;
import io.macula.gossip.distribution.handshake.Cookie;
import org.jspecify.annotations.Nullable;

/**
 * The cookies to link with, and where they come from.
 *
 * @param cookies the cookies
 * @param source where the first one comes from, in words
 * @param open whether it is the one that everybody knows
 * @param keys what nodes ask each other to prove with, this node's own first. Empty where
 * there is neither secret nor cookie
 */
record CookieChoice(Cookies cookies, String source, boolean open, List<Key> keys) {

	/**
	 * Cookie of a cluster that nobody closed. Known to all, so it keeps nobody out.
	 */
	static final String OPEN_CLUSTER = "macula";

	private static final String NO_SECRET = "";

	private static final List<String> VARIABLES = List.of("MACULA_COOKIE", "RELEASE_COOKIE", "ERLANG_COOKIE");

	/**
	 * Choose: what is configured, else what the environment has, else one derived from
	 * the secret, else the open cluster's. Where nothing at all is set, the user's
	 * {@code .erlang.cookie} is accepted too, so that BEAM nodes of this machine link.
	 * @param configured the configured cookie, or {@code null}
	 * @param accepted further cookies
	 * @param secret the secret that signs announcements, or {@code null}
	 * @param acceptedSecrets further secrets
	 * @param environment returns the value of an environment variable, or {@code null}
	 * @param home the user's home directory
	 * @return the cookies
	 */
	static CookieChoice choose(@Nullable String configured, List<String> accepted, @Nullable String secret,
			List<String> acceptedSecrets, UnaryOperator<@Nullable String> environment, Path home) {
		List<String> proven = new ArrayList<>();
		List<Cookie> acceptedOnly = new ArrayList<>();
		boolean derived = false;
		String source = "macula.gossip.distribution.cookie";
		if (configured != null) {
			proven.add(check("distribution.cookie", source, configured));
		}
		else {
			String variable = VARIABLES.stream()
				.filter((name) -> isSet(environment.apply(name)))
				.findFirst()
				.orElse(null);
			String value = (variable != null) ? environment.apply(variable) : null;
			if (variable != null && value != null) {
				source = "the environment variable " + variable;
				proven.add(check("distribution.cookie", source, value));
			}
			else if (secret != null) {
				source = "macula.gossip.secret, from which it is derived";
				derived = true;
				proven.add(derive(secret));
				acceptedSecrets.forEach((former) -> proven.add(derive(former)));
			}
			else {
				source = "the open cluster";
				proven.add(OPEN_CLUSTER);
				readFile(home.resolve(".erlang.cookie"), acceptedOnly);
			}
		}
		boolean open = secret == null && proven.contains(OPEN_CLUSTER);
		List<String> further = accepted.stream()
			.map((text) -> check("distribution.accepted-cookies", "macula.gossip.distribution.accepted-cookies", text))
			.toList();
		if (open) {
			// Anybody can make this node connect, and pass on what it proves
			further.forEach((text) -> acceptedOnly.add(Cookie.of(text)));
		}
		List<String> secrets = new ArrayList<>(List.of((secret != null) ? secret : NO_SECRET));
		secrets.addAll(acceptedSecrets);
		List<Key> keys = open ? List.of() : keys(secrets, proven, derived, further);
		Stream<String> toProve = open ? proven.stream() : Stream.concat(proven.stream(), further.stream());
		return new CookieChoice(new Cookies(toProve.distinct().map(Cookie::of).toList(), acceptedOnly), source, open,
				keys);
	}

	/**
	 * Say whether who has no key is let in by connecting, though the cluster is not open.
	 */
	boolean acceptsWhatAllKnow() {
		return !this.open && this.cookies.accepted().contains(Cookie.of(OPEN_CLUSTER));
	}

	/**
	 * A cookie that was derived goes with the secret that it was derived from. Of others
	 * each goes with each secret, as the two are changed one after the other. What all
	 * know proves nothing.
	 */
	private static List<Key> keys(List<String> secrets, List<String> proven, boolean derived, List<String> further) {
		Set<List<String>> pairs = new LinkedHashSet<>();
		for (String secret : secrets) {
			pairs.add(List.of(secret, derived ? derive(secret) : proven.get(0)));
		}
		for (String cookie : further) {
			secrets.forEach((secret) -> pairs.add(List.of(secret, cookie)));
		}
		pairs.remove(List.of(NO_SECRET, OPEN_CLUSTER));
		return pairs.stream().map((pair) -> Key.of(pair.get(0), pair.get(1))).toList();
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

	private static String check(String setting, String source, String text) {
		try {
			Cookie.of(text);
			return text;
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

	/**
	 * What a node can prove to have.
	 *
	 * @param secret what it proves it with, made of a secret and a cookie
	 * @param cookie the cookie: who has proven this key may be proven this cookie, and no
	 * other
	 */
	record Key(Secret secret, Cookie cookie) {

		private static Key of(String secret, String cookie) {
			return new Key(ProofFormat.key(secret, cookie), Cookie.of(cookie));
		}

	}

}
