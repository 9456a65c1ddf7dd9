package io.macula.gossip.distribution.epmd;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * How a node is kept registered with the EPMD of its host. Immutable.
 *
 * @param port the port of EPMD on this host, 1 to 65535
 * @param embedded whether this process may serve the port where no EPMD answers
 * @param bindAddresses the addresses on which the embedded EPMD listens; all where the
 * list is empty. As with epmd's {@code ERL_EPMD_ADDRESS}, 127.0.0.1 is always among them
 * @param limits what the embedded EPMD grants its clients
 * @param connectTimeout the most that connecting may take, from 1 ms to an hour
 * @param readTimeout the most that an answer may take, from 1 ms to an hour
 */
public record EpmdSettings(int port, boolean embedded, List<InetAddress> bindAddresses, EpmdLimits limits,
		Duration connectTimeout, Duration readTimeout) {

	/**
	 * Create settings.
	 * @throws IllegalArgumentException if a value is outside its range
	 */
	public EpmdSettings {
		checkPort(port);
		bindAddresses = List.copyOf(bindAddresses);
		checkTimeout("Connect timeout", connectTimeout);
		checkTimeout("Read timeout", readTimeout);
	}

	/**
	 * Return settings as real epmd and its clients have them: port
	 * {@value EpmdClient#DEFAULT_PORT} on all addresses, embedding allowed, 2 s for
	 * either timeout.
	 * @return the settings
	 */
	public static EpmdSettings defaults() {
		Duration timeout = Duration.ofSeconds(2);
		return new EpmdSettings(EpmdClient.DEFAULT_PORT, true, List.of(), EpmdLimits.defaults(), timeout, timeout);
	}

	/**
	 * Return the same with another port.
	 * @param port the port of EPMD on this host, 1 to 65535
	 * @return the settings
	 * @throws IllegalArgumentException if it is no port
	 */
	public EpmdSettings withPort(int port) {
		return new EpmdSettings(port, this.embedded, this.bindAddresses, this.limits, this.connectTimeout,
				this.readTimeout);
	}

	/**
	 * Return the same with embedding allowed or not.
	 * @param embedded whether this process may serve the port where no EPMD answers
	 * @return the settings
	 */
	public EpmdSettings withEmbedded(boolean embedded) {
		return new EpmdSettings(this.port, embedded, this.bindAddresses, this.limits, this.connectTimeout,
				this.readTimeout);
	}

	/**
	 * Return the same with other addresses to listen on.
	 * @param bindAddresses the addresses of the embedded EPMD; all where the list is
	 * empty
	 * @return the settings
	 */
	public EpmdSettings withBindAddresses(List<InetAddress> bindAddresses) {
		return new EpmdSettings(this.port, this.embedded, bindAddresses, this.limits, this.connectTimeout,
				this.readTimeout);
	}

	static int checkPort(int port) {
		if (port < 1 || port > 65535) {
			throw new IllegalArgumentException("EPMD port %d is no TCP port: give one of 1 to 65535".formatted(port));
		}
		return port;
	}

	static Duration checkTimeout(String name, Duration timeout) {
		if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(Duration.ofHours(1)) > 0) {
			throw new IllegalArgumentException(
					"%s %s for EPMD: give a duration from 1 ms to 1 h".formatted(name, timeout));
		}
		return timeout;
	}

}
