package io.macula.gossip.service;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Method;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.EventRequest;

/**
 * Has the threads of a {@link PeerProgram} throw an error where no seam of the product
 * reaches.
 */
final class Debugger implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final int STEP_MILLIS = 50;

	private static final long PROVOKE_NANOS = Duration.ofSeconds(2).toNanos();

	private final VirtualMachine machine;

	private final ObjectReference fault;

	/**
	 * Attach to a process.
	 * @param port where its JVM waits for debuggers
	 */
	Debugger(int port) throws Exception {
		AttachingConnector connector = Bootstrap.virtualMachineManager()
			.attachingConnectors()
			.stream()
			.filter((candidate) -> candidate.transport().name().equals("dt_socket"))
			.findFirst()
			.orElseThrow();
		Map<String, Connector.Argument> arguments = connector.defaultArguments();
		arguments.get("hostname").setValue("127.0.0.1");
		arguments.get("port").setValue(String.valueOf(port));
		this.machine = connector.attach(arguments);
		ReferenceType program = type(PeerProgram.class.getName());
		this.fault = (ObjectReference) program.getValue(program.fieldByName("FAULT"));
	}

	/**
	 * Return the options of a JVM that waits for debuggers on this machine.
	 */
	static String options(int port) {
		return "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:" + port;
	}

	/**
	 * Have the next thread of a name that comes to a method throw
	 * {@link PeerProgram#FAULT} there.
	 * @param type the name of the class; where it has several methods of the name, the
	 * one with the fewest parameters is meant
	 * @param method the name of the method
	 * @param thread what the name of the thread begins with
	 * @param provoke has some thread come there, sooner or later; called again and again
	 */
	void throwAt(String type, String method, String thread, Runnable provoke) throws Exception {
		Method there = type(type).methodsByName(method)
			.stream()
			.min(Comparator.comparing((candidate) -> candidate.argumentTypeNames().size()))
			.orElseThrow();
		BreakpointRequest request = this.machine.eventRequestManager().createBreakpointRequest(there.location());
		request.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
		request.enable();
		try {
			long begun = System.nanoTime();
			long provoked = begun - PROVOKE_NANOS;
			do {
				long now = System.nanoTime();
				if (now - begun > LIMIT.toNanos()) {
					throw new AssertionError("No thread '%s' came to %s.%s".formatted(thread, type, method));
				}
				if (now - provoked >= PROVOKE_NANOS) {
					provoked = now;
					provoke.run();
				}
			}
			while (!hasThrown(thread));
		}
		finally {
			this.machine.eventRequestManager().deleteEventRequest(request);
			EventSet late = this.machine.eventQueue().remove(STEP_MILLIS);
			while (late != null) {
				late.resume();
				late = this.machine.eventQueue().remove(STEP_MILLIS);
			}
		}
	}

	/**
	 * Return the names of all threads.
	 */
	List<String> threads() {
		return this.machine.allThreads().stream().map(ThreadReference::name).toList();
	}

	private boolean hasThrown(String thread) throws Exception {
		EventSet events = this.machine.eventQueue().remove(STEP_MILLIS);
		if (events == null) {
			return false;
		}
		boolean thrown = false;
		for (Event event : events) {
			if (!thrown && event instanceof BreakpointEvent breakpoint
					&& breakpoint.thread().name().startsWith(thread)) {
				breakpoint.thread().stop(this.fault);
				thrown = true;
			}
		}
		events.resume();
		return thrown;
	}

	private ReferenceType type(String name) {
		return this.machine.classesByName(name)
			.stream()
			.findFirst()
			.orElseThrow(() -> new AssertionError("Not loaded: " + name));
	}

	@Override
	public void close() {
		try {
			this.machine.dispose();
		}
		catch (VMDisconnectedException ex) {
			// It has ended
		}
	}

}
