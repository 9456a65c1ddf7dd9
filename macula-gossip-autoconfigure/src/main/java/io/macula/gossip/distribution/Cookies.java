package io.macula.gossip.distribution;

import java.util.List;
import java.util.stream.Stream;

import io.macula.gossip.distribution.handshake.Cookie;

/**
 * The cookies of a node. Immutable.
 *
 * @param cookies all are accepted, and proven one after the other, the first first; at
 * least one
 * @param local further ones that are accepted, but proven only to nodes of this host: a
 * digest says nothing of whom it is for, so that another host could pass it on to a node
 * here that has the cookie
 */
public record Cookies(List<Cookie> cookies, List<Cookie> local) {

	/**
	 * Create cookies.
	 * @throws IllegalArgumentException if there is none to prove
	 */
	public Cookies {
		cookies = List.copyOf(cookies);
		local = List.copyOf(local);
		if (cookies.isEmpty()) {
			throw new IllegalArgumentException("There is no cookie to prove: give one at least");
		}
	}

	/**
	 * Create cookies that are proven to everybody.
	 * @param cookies the cookies, at least one
	 */
	public Cookies(Cookie... cookies) {
		this(List.of(cookies), List.of());
	}

	/**
	 * Return the cookies to prove to a node, in turn.
	 * @param local whether the node is on this host
	 * @return the cookies, at least one
	 */
	public List<Cookie> provenTo(boolean local) {
		return local ? accepted() : this.cookies;
	}

	/**
	 * Return the cookies that another node may prove.
	 * @return the cookies, at least one
	 */
	public List<Cookie> accepted() {
		return Stream.concat(this.cookies.stream(), this.local.stream()).distinct().toList();
	}

}
