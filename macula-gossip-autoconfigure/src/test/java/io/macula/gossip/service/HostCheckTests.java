package io.macula.gossip.service;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.ConnectRefusal;
import io.macula.gossip.NodeName;
import io.macula.gossip.transport.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Names are checked against where they were heard, beside a name service that answers
 * some at once and others not before the test is over.
 */
@Timeout(30)
class HostCheckTests {

	private static final int MANY = 3000;

	private final Transport transport = mock(Transport.class);

	private final CountDownLatch over = new CountDownLatch(1);

	private final BlockingQueue<String> outcome = new LinkedBlockingQueue<>();

	private HostCheck check;

	@BeforeEach
	void create() throws Exception {
		given(this.transport.watched(any())).willAnswer((invocation) -> invocation.getArgument(0));
		given(this.transport.lookUp(any())).willAnswer((invocation) -> lookUp(invocation.getArgument(0)));
		this.check = new HostCheck(this.transport, new DaemonThreads(Thread::new));
	}

	@AfterEach
	void close() {
		this.over.countDown();
		this.check.close();
	}

	@Test
	void aHostWhoseNamesNobodyAnswersForHoldsNobodyElseUp() throws Exception {
		for (int i = 0; i < MANY; i++) {
			check("slow-" + i, "10.0.0.66", false);
		}
		check("orders.example", "10.0.0.2", false);
		assertThat(outcomeOf("orders.example")).isEqualTo("10.0.0.2");
	}

	@Test
	void whoseNamesAreMoreThanMayWaitIsToldThatTheNewestWillNotBeLookedUp() throws Exception {
		for (int i = 0; i < MANY; i++) {
			check("slow-" + i, "10.0.0.66", false);
		}
		assertThat(outcomeOf("slow-2999"))
			.isEqualTo("LIMITED its host 'slow-2999' was not looked up: 1000 others wait already");
	}

	@Test
	void whoseNamesAreAddressesHoldsNobodyUpEither() throws Exception {
		for (int i = 0; i < MANY; i++) {
			check("10.1.1.1", "10.0.0.66", false);
		}
		check("orders.example", "10.0.0.2", false);
		assertThat(outcomeOf("orders.example")).isEqualTo("10.0.0.2");
	}

	@Test
	void whoWasLinkedThereIsLookedUpHoweverManyAddressesOthersUse() throws Exception {
		for (int i = 0; i < MANY; i++) {
			check("slow-" + i, "10.0." + i / 250 + "." + i % 250, false);
		}
		check("orders.example", "10.9.9.9", true);
		assertThat(outcomeOf("orders.example")).startsWith("WRONG_HOST it was heard at 10.9.9.9, but its host");
	}

	@Test
	void whereANameHasSeveralAddressesTheOneWhereItWasHeardIsMeant() throws Exception {
		check("several.example", "10.0.0.3", false);
		assertThat(outcomeOf("several.example")).isEqualTo("10.0.0.3");
	}

	private InetAddress[] lookUp(String host) throws UnknownHostException {
		if (host.equals("several.example")) {
			return new InetAddress[] { InetAddress.getByName("10.0.0.2"), InetAddress.getByName("10.0.0.3") };
		}
		if (host.startsWith("slow-")) {
			awaitEnd();
			throw new UnknownHostException(host);
		}
		return new InetAddress[] { InetAddress.getByName(host.equals("orders.example") ? "10.0.0.2" : host) };
	}

	private void awaitEnd() {
		try {
			this.over.await();
		}
		catch (InterruptedException ex) {
			// It has come
		}
	}

	private void check(String host, String source, boolean known) throws UnknownHostException {
		this.check.check(NodeName.of("node@" + host), InetAddress.getByName(source), known, new HostCheck.Answer() {

			@Override
			public void right(InetAddress address) {
				HostCheckTests.this.outcome.add(host + " " + address.getHostAddress());
			}

			@Override
			public void wrong(ConnectRefusal reason, String problem) {
				HostCheckTests.this.outcome.add(host + " " + reason + " " + problem);
			}

		});
	}

	private String outcomeOf(String host) throws InterruptedException {
		String next;
		do {
			next = this.outcome.poll(20, TimeUnit.SECONDS);
		}
		while (next != null && !next.startsWith(host + " "));
		return (next != null) ? next.substring(host.length() + 1) : "nothing";
	}

}
