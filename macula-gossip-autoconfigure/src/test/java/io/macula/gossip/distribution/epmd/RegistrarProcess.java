package io.macula.gossip.distribution.epmd;

import java.net.InetAddress;
import java.util.List;

import io.macula.gossip.testing.ChildProcess;

/**
 * A JVM of its own with a registrar in it, to be killed.
 */
public final class RegistrarProcess extends ChildProcess {

	private RegistrarProcess(List<String> command) {
		super(command);
	}

	/**
	 * Start a process and wait until its node is registered.
	 * @param epmdPort the port of EPMD
	 * @param name the name to register
	 * @return the process
	 */
	static RegistrarProcess start(int epmdPort, String name) throws Exception {
		RegistrarProcess process = new RegistrarProcess(
				ChildProcess.java(RegistrarProcess.class.getName(), String.valueOf(epmdPort), name));
		process.awaitLine("registered"::equals);
		return process;
	}

	/**
	 * Register a node until standard input ends.
	 * @param args the port of EPMD and the name
	 */
	public static void main(String[] args) throws Exception {
		EpmdSettings settings = EpmdSettings.of(Integer.parseInt(args[0]), true)
			.withBindAddresses(List.of(InetAddress.getLoopbackAddress()));
		EpmdListener listener = new EpmdListener() {

			@Override
			public void registered(long creation) {
				System.out.println("registered");
			}

		};
		try (EpmdRegistrar registrar = new EpmdRegistrar(new EpmdNode(args[1], 1, false), settings, Thread::new,
				listener)) {
			registrar.start();
			while (System.in.read() >= 0) {
				// Until the test ends
			}
		}
	}

}
