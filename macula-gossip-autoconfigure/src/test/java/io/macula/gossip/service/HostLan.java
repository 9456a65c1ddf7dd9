package io.macula.gossip.service;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.macula.gossip.testing.ChildProcess;
import io.macula.gossip.testing.Need;

/**
 * Several hosts on this machine, and a LAN that nothing leaves. See {@code hosts.sh}.
 */
final class HostLan implements AutoCloseable {

	private static final String SCRIPT = "src/test/scripts/hosts.sh";

	private static final AtomicInteger count = new AtomicInteger();

	private final String prefix = newPrefix();

	private final List<JvmPeer> peers = new CopyOnWriteArrayList<>();

	private final Thread hook = new Thread(this::deleteAll);

	/**
	 * Make a LAN.
	 * @param hosts how many hosts it has
	 * @param options options of the script, such as {@code --ipv6}
	 */
	HostLan(int hosts, String... options) {
		Runtime.getRuntime().addShutdownHook(this.hook);
		try {
			List<String> arguments = new ArrayList<>(List.of(String.valueOf(hosts)));
			arguments.addAll(Arrays.asList(options));
			run("up", arguments.toArray());
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	/**
	 * Run a command of the script.
	 * @return what it printed
	 */
	String run(String command, Object... arguments) {
		ChildProcess.Result result = script(this.prefix, command,
				Arrays.stream(arguments).map(String::valueOf).toList());
		if (result.status() != 0) {
			throw new IllegalStateException(result.output());
		}
		return result.output();
	}

	/**
	 * Start a process on a host, which ends with this LAN.
	 */
	JvmPeer start(int host, String... settings) {
		JvmPeer peer = new JvmPeer(command(host), settings);
		this.peers.add(peer);
		return peer;
	}

	/**
	 * Return the command that runs another one on a host.
	 */
	List<String> command(int host) {
		return List.of("bash", SCRIPT, this.prefix, "exec", String.valueOf(host));
	}

	@Override
	public void close() {
		deleteAll();
		Runtime.getRuntime().removeShutdownHook(this.hook);
	}

	private void deleteAll() {
		this.peers.forEach(JvmPeer::close);
		ChildProcess.Result result = script(this.prefix, "down", List.of());
		if (result.status() != 0) {
			throw new IllegalStateException(result.output());
		}
	}

	private static String newPrefix() {
		return "gossip-" + ProcessHandle.current().pid() + "-" + count.incrementAndGet();
	}

	private static ChildProcess.Result script(String prefix, String command, List<String> arguments) {
		List<String> line = new ArrayList<>(List.of("bash", SCRIPT, prefix, command));
		line.addAll(arguments);
		return ChildProcess.run(line);
	}

	/**
	 * Hosts can be made here.
	 */
	static final class Possible implements Need {

		@Override
		public Optional<String> missing() {
			ChildProcess.Result result = script(newPrefix(), "check", List.of());
			return (result.status() == 0) ? Optional.empty()
					: Optional.of("several hosts on one machine: " + result.output().strip());
		}

	}

}
