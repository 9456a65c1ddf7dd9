package io.macula.gossip.distribution;

import java.util.List;
import java.util.stream.Stream;

import io.macula.gossip.distribution.handshake.Cookie;

/**
 * The cookies of a node. Immutable.
 *
 * @param proven those that are proven by connecting, one after the other, and accepted;
 * at least one
 * @param acceptedOnly further ones that are accepted from who connects to this node, and
 * never proven by connecting: a digest says nothing of whom it is for, so whoever makes
 * this node connect could pass it on to a node that has the cookie
 */
public record Cookies(List<Cookie> proven, List<Cookie> acceptedOnly) {

	/**
	 * Create cookies.
	 * @throws IllegalArgumentException if there is none to prove
	 */
	public Cookies {
		proven = List.copyOf(proven);
		acceptedOnly = List.copyOf(acceptedOnly);
		if (proven.isEmpty()) {
			throw new IllegalArgumentException("There is no cookie to prove: give one at least");
		}
	}

	/**
	 * Create cookies that are all proven by connecting.
	 * @param cookies the cookies, at least one
	 */
	public Cookies(Cookie... cookies) {
		this(List.of(cookies), List.of());
	}

	/**
	 * Return the cookies that another node may prove.
	 * @return the cookies, at least one
	 */
	public List<Cookie> accepted() {
		return Stream.concat(this.proven.stream(), this.acceptedOnly.stream()).distinct().toList();
	}

}
