package io.macula.gossip.distribution;

import io.macula.gossip.NodeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What other nodes can have a handler write to the log.
 */
@ExtendWith(OutputCaptureExtension.class)
class HandlerFailuresTests {

	@Test
	void theTraceOfAFailureIsCutAtItsMessageItsFramesAndItsCauses() {
		Throwable failure = new StackOverflowError();
		for (int i = 0; i < 50; i++) {
			failure = new IllegalStateException("long ".repeat(200_000), failure);
			failure.setStackTrace(deepTrace());
		}
		String text = HandlerFailures.describe(failure);
		assertThat(text).hasSizeLessThan(10_000)
			.startsWith("java.lang.IllegalStateException: long long")
			.contains("\n\tat deep.Class.method(Class.java:1)")
			.contains("\n\t... 1004 more\nCaused by: ");
	}

	@Test
	void aCauseThatIsItsOwnCauseEndsToo() {
		Exception one = new IllegalStateException("one");
		Exception two = new IllegalStateException("two", one);
		one.initCause(two);
		assertThat(HandlerFailures.describe(one)).contains("one", "two");
	}

	@Test
	void oneOfManyFailuresInASecondIsLogged(CapturedOutput output) {
		HandlerFailures failures = new HandlerFailures("broken");
		for (int i = 0; i < 1000; i++) {
			failures.add(NodeName.of("b@h"), new IllegalStateException("for the test " + i));
		}
		assertThat(output.toString()).containsOnlyOnce("The handler of 'broken' failed on a message from b@h: "
				+ "java.lang.IllegalStateException: for the test 0");
	}

	private static StackTraceElement[] deepTrace() {
		StackTraceElement[] trace = new StackTraceElement[1024];
		for (int index = 0; index < trace.length; index++) {
			trace[index] = new StackTraceElement("deep.Class", "method", "Class.java", index + 1);
		}
		return trace;
	}

}
