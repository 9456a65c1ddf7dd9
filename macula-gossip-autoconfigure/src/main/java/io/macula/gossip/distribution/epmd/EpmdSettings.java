package io.macula.gossip.distribution.epmd;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

import io.macula.gossip.net.ListeningScope;

/**
 * How a node is kept registered with the EPMD of its host. Immutable.
 *
 * @param port the port of EPMD on this host
 * @param embedded whether this process may serve the port where no EPMD answers
 * @param bindAddresses the addresses on which the embedded EPMD listens; all where the
 * list is empty. As with epmd's {@code ERL_EPMD_ADDRESS}, 127.0.0.1 is always among them
 * @param scope where it takes connections, of those that come to these addresses
 * @param limits what the embedded EPMD grants its clients
 * @param connectTimeout the most that connecting may take, from 1 ms to an hour
 * @param readTimeout the most that an answer may take, from 1 ms to an hour
 */
public record EpmdSettings(int port, boolean embedded, List<InetAddress> bindAddresses, ListeningScope scope,
		EpmdLimits limits, Duration connectTimeout, Duration readTimeout) {

	/**
	 * Create settings.
	 * @throws IllegalArgumentException if a value is outside its range
	 */
	public EpmdSettings {
		bindAddresses = List.copyOf(bindAddresses);
		checkTimeout("Connect timeout", connectTimeout);
		checkTimeout("Read timeout", readTimeout);
	}

	/**
	 * Return settings as real epmd and its clients have them: on all addresses, 2 s for
	 * either timeout.
	 * @param port the port of EPMD on this host
	 * @param embedded whether this process may serve the port where no EPMD answers
	 * @return the settings
	 */
	public static EpmdSettings of(int port, boolean embedded) {
		Duration timeout = Duration.ofSeconds(2);
		return new EpmdSettings(port, embedded, List.of(), ListeningScope.everywhere(), EpmdLimits.defaults(), timeout,
				timeout);
	}

	/**
	 * Return the same with other addresses to listen on.
	 * @param bindAddresses the addresses of the embedded EPMD; all where the list is
	 * empty
	 * @return the settings
	 */
	public EpmdSettings withBindAddresses(List<InetAddress> bindAddresses) {
		return new EpmdSettings(this.port, this.embedded, bindAddresses, this.scope, this.limits, this.connectTimeout,
				this.readTimeout);
	}

	/**
	 * Return the same with a scope.
	 * @param scope where the embedded EPMD takes connections
	 * @return the settings
	 */
	public EpmdSettings within(ListeningScope scope) {
		return new EpmdSettings(this.port, this.embedded, this.bindAddresses, scope, this.limits, this.connectTimeout,
				this.readTimeout);
	}

	static Duration checkTimeout(String name, Duration timeout) {
		if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(Duration.ofHours(1)) > 0) {
			throw new IllegalArgumentException(
					"%s %s for EPMD: give a duration from 1 ms to 1 h".formatted(name, timeout));
		}
		return timeout;
	}

}
