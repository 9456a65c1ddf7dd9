package io.macula.gossip.testing;

import java.util.List;
import java.util.Optional;

/**
 * The Erlang/OTP and the Elixir that the PATH leads to. What is started of them keeps to
 * 127.0.0.1 and to an EPMD port of the test.
 */
public final class Beam implements Need {

	private static final String MISSING = "Erlang/OTP 25 or later with crypto and ssl, and Elixir 1.14 or later, "
			+ "on the PATH: apt-get install erlang-base erlang-crypto erlang-ssl elixir";

	private static final String DESCRIBE = """
			:crypto.strong_rand_bytes(1)
			{:module, _} = :code.ensure_loaded(:inet_tls_dist)
			IO.puts("Erlang/OTP #{:erlang.system_info(:otp_release)}, Elixir #{System.version()}")
			""";

	@Override
	public Optional<String> missing() throws Exception {
		try {
			ChildProcess.Result result = ChildProcess.run(command(Loopback.freePort(), "elixir", "-e", DESCRIBE));
			if (result.status() != 0) {
				return Optional.of(MISSING + "; it said: " + result.output());
			}
			System.out.println("The tests with BEAM nodes run against " + result.output());
			return Optional.empty();
		}
		catch (ChildProcess.NotStartedException ex) {
			return Optional.of(MISSING);
		}
	}

	/**
	 * Prepare a command.
	 * @param epmdPort the port of EPMD
	 * @param command the command and its arguments
	 * @return the builder of its process
	 */
	public static ProcessBuilder command(int epmdPort, String... command) {
		return command(epmdPort, List.of(command));
	}

	/**
	 * Prepare a command.
	 * @param epmdPort the port of EPMD
	 * @param command the command and its arguments
	 * @return the builder of its process
	 */
	public static ProcessBuilder command(int epmdPort, List<String> command) {
		ProcessBuilder builder = new ProcessBuilder(command);
		// Flags from the environment could have it listen on other addresses
		builder.environment().keySet().removeIf((name) -> name.matches("ERL_.*FLAGS.*|ERL_LIBS|ELIXIR_ERL_OPTIONS"));
		builder.environment().put("ERL_EPMD_PORT", String.valueOf(epmdPort));
		builder.environment().put("ERL_EPMD_ADDRESS", "127.0.0.1");
		builder.environment().put("ERL_CRASH_DUMP_SECONDS", "0");
		return builder;
	}

}
