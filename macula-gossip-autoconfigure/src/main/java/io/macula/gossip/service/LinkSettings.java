package io.macula.gossip.service;

import java.time.Duration;

import io.macula.gossip.distribution.LinkTls;
import org.jspecify.annotations.Nullable;

/**
 * What {@link LinkOptions} were told, checked.
 */
record LinkSettings(CookieChoice cookies, int port, int epmdPort, boolean embeddedEpmd, Duration tickTime,
		Duration connectTimeout, boolean hidden, @Nullable LinkTls tls) {

}
