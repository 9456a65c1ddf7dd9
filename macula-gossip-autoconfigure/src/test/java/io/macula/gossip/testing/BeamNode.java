package io.macula.gossip.testing;

import java.util.ArrayList;
import java.util.List;

/**
 * A real BEAM node that evaluates what a test asks for. It ends with the test's JVM.
 */
public final class BeamNode extends ChildProcess {

	private static final String LOOP = """
			Loop = fun(Loop) ->
			  case io:get_line("") of
			    Line when is_list(Line) ->
			      {ok, Tokens, _} = erl_scan:string(Line),
			      {ok, Expressions} = erl_parse:parse_exprs(Tokens),
			      {value, Value, _} = erl_eval:exprs(Expressions, []),
			      io:format("=> ~0tp~n", [Value]),
			      Loop(Loop);
			    _ ->
			      halt(0)
			  end
			end,
			io:format("=> up~n"),
			spawn(fun() -> Loop(Loop) end).
			""".replace("\n", " ");

	private BeamNode(ProcessBuilder builder) {
		super(builder);
	}

	/**
	 * Start a node and wait until it is registered with EPMD.
	 * @param epmdPort the port of EPMD
	 * @param arguments further arguments, {@code -name} or {@code -sname} among them
	 * @return the node
	 */
	public static BeamNode start(int epmdPort, String... arguments) throws Exception {
		BeamNode node = launch(epmdPort, arguments);
		node.nextAnswer();
		return node;
	}

	/**
	 * Start a node that may well not come up.
	 * @param epmdPort the port of EPMD
	 * @param arguments further arguments, {@code -name} or {@code -sname} among them
	 * @return the process
	 */
	public static BeamNode launch(int epmdPort, String... arguments) {
		List<String> command = new ArrayList<>(List.of("erl", "-noshell", "-setcookie", "epmdtests", "-kernel",
				"inet_dist_use_interface", "{127,0,0,1}"));
		command.addAll(List.of(arguments));
		command.addAll(List.of("-eval", LOOP));
		return new BeamNode(Beam.command(epmdPort, command));
	}

	/**
	 * Evaluate an expression.
	 * @param expression the expression, without the dot at its end
	 * @return its value as Erlang writes it
	 */
	public String eval(String expression) throws Exception {
		writeLine(expression + ".");
		return nextAnswer();
	}

	private String nextAnswer() throws InterruptedException {
		return awaitLine((line) -> line.startsWith("=> ")).substring(3);
	}

}
