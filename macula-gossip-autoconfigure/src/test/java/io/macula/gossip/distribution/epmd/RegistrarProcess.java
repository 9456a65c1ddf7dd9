package io.macula.gossip.distribution.epmd;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;

import io.macula.gossip.testing.ChildProcess;

/**
 * A JVM of its own with a registrar in it, to be killed.
 */
public final class RegistrarProcess extends ChildProcess {

	private RegistrarProcess(int epmdPort, List<String> command) throws Exception {
		super(epmdPort, command);
	}

	/**
	 * Start a process and wait until its node is registered.
	 * @param epmdPort the port of EPMD
	 * @param name the name to register
	 * @return the process
	 */
	static RegistrarProcess start(int epmdPort, String name) throws Exception {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		RegistrarProcess process = new RegistrarProcess(epmdPort,
				List.of(java, "-cp", System.getProperty("java.class.path"), RegistrarProcess.class.getName(),
						String.valueOf(epmdPort), name));
		for (String line = process.nextLine(); !"registered".equals(line); line = process.nextLine()) {
			if (line == null) {
				throw new AssertionError("The process did not register '%s'".formatted(name));
			}
		}
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
