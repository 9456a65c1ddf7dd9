package io.macula.gossip.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.macula.gossip.testing.ChildProcess;

/**
 * A LAN of hosts on this machine that nothing leaves: see {@code hosts.sh}.
 */
final class SocketLan implements AutoCloseable {

	private static final String SCRIPT = "macula-gossip-autoconfigure/src/test/scripts/hosts.sh";

	/**
	 * On a machine that is busy the kernel takes its time for each.
	 */
	private static final int AT_ONCE = 5;

	private final String prefix = "papers-" + ProcessHandle.current().pid();

	private final Thread hook = new Thread(this::delete);

	/**
	 * Make the hosts.
	 * @param hosts how many
	 */
	SocketLan(int hosts) {
		run("check");
		Runtime.getRuntime().addShutdownHook(this.hook);
		for (int count = AT_ONCE; count <= hosts; count += AT_ONCE) {
			run("up", count);
		}
	}

	/**
	 * Run a command of the script.
	 * @return what it printed
	 */
	String run(Object... arguments) {
		ChildProcess.Result result = ChildProcess.run(command(arguments));
		if (result.status() != 0) {
			throw new IllegalStateException(result.output());
		}
		return result.output();
	}

	List<String> command(Object... arguments) {
		List<String> command = new ArrayList<>(List.of("bash", SCRIPT, this.prefix));
		Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
		return command;
	}

	/**
	 * Not by a {@link ChildProcess}: those are ended with this process.
	 */
	private void delete() {
		try {
			new ProcessBuilder(command("down")).inheritIO().start().waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		delete();
		Runtime.getRuntime().removeShutdownHook(this.hook);
	}

}
