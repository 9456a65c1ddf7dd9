package io.macula.gossip.distribution.epmd;

import java.time.Duration;

/**
 * What the embedded EPMD grants its clients, so that a hostile one costs little.
 *
 * @param connections the most connections that have not registered a node, 1 to 65536; at
 * one more the oldest of them is closed. More let more clients ask at the same moment and
 * cost a file descriptor and half a kilobyte each
 * @param registrations the most registered nodes, 1 to 65536; one more is refused. Each
 * costs a file descriptor
 * @param requestTimeout the most that a connection may take from its start until its
 * request is in and the answer is out, from 1 ms to an hour. A longer one is patient with
 * slow networks and with those that mean to hold connections
 */
public record EpmdLimits(int connections, int registrations, Duration requestTimeout) {

	/**
	 * Create limits.
	 * @throws IllegalArgumentException if a value is outside its range
	 */
	public EpmdLimits {
		check("connections", connections);
		check("registrations", registrations);
		EpmdSettings.checkTimeout("Request timeout", requestTimeout);
	}

	/**
	 * Return limits for a host with up to a thousand nodes: 256 connections, 1024
	 * registrations, 10 s.
	 * @return the limits
	 */
	public static EpmdLimits defaults() {
		return new EpmdLimits(256, 1024, Duration.ofSeconds(10));
	}

	private static void check(String name, int value) {
		if (value < 1 || value > 65536) {
			throw new IllegalArgumentException("Limit of %d EPMD %s: give one of 1 to 65536".formatted(value, name));
		}
	}

}
