package io.macula.gossip.benchmarks.comparison;

import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the main class of every node does: prints lines of {@code @}, the time and what
 * happens, and obeys {@code start} and {@code stop} on standard input, until that ends.
 * The time is {@link System#nanoTime()}, on Linux the monotonic clock that all processes
 * of a machine share. It loads few classes, so that the system finds a cold JVM.
 */
public final class NodeProgram {

	private static final Set<String> seen = ConcurrentHashMap.newKeySet();

	private NodeProgram() {
	}

	/**
	 * Run a node until standard input ends.
	 * @param args the arguments of the process
	 * @param system makes the node, which has not joined yet
	 * @throws Exception if the system fails
	 */
	public static void run(String[] args, Factory system) throws Exception {
		TimedNode node = system.create(Place.of(args));
		say("ready");
		for (String command = read(); !command.isEmpty(); command = read()) {
			say(command);
			if (command.equals("start")) {
				node.start();
				say("started");
			}
			else {
				node.stop();
				say("stopped");
			}
		}
		System.exit(0);
	}

	/**
	 * Tell that this node sees another one.
	 * @param node its name
	 */
	public static void up(String node) {
		say("up ".concat(node));
	}

	/**
	 * Tell that this node sees another one no longer.
	 * @param node its name
	 */
	public static void down(String node) {
		say("down ".concat(node));
	}

	/**
	 * Tell what changed, where the system tells its whole list and not who came and went.
	 * @param nodes the names of all whom this node sees, without its own
	 */
	public static synchronized void sees(Collection<String> nodes) {
		for (String node : nodes) {
			if (seen.add(node)) {
				up(node);
			}
		}
		for (String node : seen) {
			if (!nodes.contains(node)) {
				seen.remove(node);
				down(node);
			}
		}
	}

	/**
	 * Tell that something happens now.
	 * @param what what happens
	 */
	public static void say(String what) {
		String time = Long.toString(System.nanoTime());
		// Not with +, whose first use in a process takes some ten milliseconds
		System.out.println("@".concat(time).concat(" ").concat(what));
	}

	/**
	 * Wait for the next command.
	 * @return the command; empty when standard input has ended
	 * @throws IOException if standard input fails
	 */
	public static String read() throws IOException {
		byte[] line = new byte[100];
		int length = Math.max(0, System.in.read(line));
		return new String(line, 0, length).trim();
	}

	/**
	 * Makes a node that has not joined yet: whatever can be made before its start call.
	 */
	public interface Factory {

		/**
		 * Make the node.
		 * @param place which node of its cluster it is
		 * @return the node
		 * @throws Exception if the system fails
		 */
		TimedNode create(Place place) throws Exception;

	}

}
