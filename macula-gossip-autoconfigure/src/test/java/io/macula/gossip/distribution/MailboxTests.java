package io.macula.gossip.distribution;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.macula.gossip.NodeName;
import io.macula.gossip.testing.Eventually;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MailboxTests {

	private static final int CAPACITY = 4;

	private static final NodeName NODE = NodeName.of("b@127.0.0.1");

	private static final String BEGAN = "dropping slow, where 4 wait, from b@127.0.0.1";

	private final LinkEvents events = new LinkEvents();

	private final List<Runnable> tasks = new ArrayList<>();

	private final ListenerThread listener = new ListenerThread(this.events);

	private final DroppedMessages drops = new DroppedMessages(this.listener);

	private int delivered;

	private int refused;

	private Runnable after = () -> {
	};

	@BeforeEach
	void start() {
		this.listener.start(new LinkThreads(Thread::new), "mailbox-tests");
	}

	@AfterEach
	void stop() {
		this.listener.close();
	}

	@Test
	void whatFindsNoRoomIsCountedAndToldOnceForASeries() {
		Mailbox mailbox = mailbox(this.tasks::add);
		post(mailbox, CAPACITY + 3);
		assertThat(this.refused).isEqualTo(3);
		assertThat(this.drops.total()).isEqualTo(3);
		this.tasks.remove(0).run();
		assertThat(this.delivered).isEqualTo(CAPACITY);
		post(mailbox, CAPACITY + 2);
		assertThat(this.drops.total()).isEqualTo(5);
		mailbox.tellDropped();
		mailbox.tellDropped();
		this.listener.close();
		assertThat(this.events.all("dropp")).containsExactly(BEGAN, "dropped 3 to slow", BEGAN, "dropped 2 to slow");
	}

	@Test
	void aSeriesGoesOnWhileTheMailboxIsNearlyFull() {
		List<Mailbox> mailboxes = new ArrayList<>();
		mailboxes.add(mailbox(this.tasks::add, () -> {
			if (this.delivered == 1) {
				post(mailboxes.get(0), 2);
			}
		}));
		post(mailboxes.get(0), CAPACITY + 1);
		this.tasks.remove(0).run();
		this.listener.close();
		assertThat(this.events.all("dropp")).containsExactly(BEGAN, "dropped 2 to slow");
	}

	@Test
	void anExecutorThatTakesNothingLosesTheMessagesAndNotTheMailbox() {
		boolean[] gone = { true };
		Mailbox mailbox = mailbox((task) -> {
			if (gone[0]) {
				throw new RejectedExecutionException();
			}
			this.tasks.add(task);
		});
		post(mailbox, 2);
		assertThat(this.refused).isEqualTo(2);
		assertThat(this.drops.total()).isEqualTo(2);
		gone[0] = false;
		post(mailbox, 1);
		this.tasks.remove(0).run();
		assertThat(this.delivered).isEqualTo(1);
	}

	@Test
	void aDeliveryThatFailsHoldsUpNone() {
		Mailbox mailbox = mailbox(this.tasks::add, () -> {
			throw new StackOverflowError();
		});
		post(mailbox, 2);
		this.tasks.remove(0).run();
		assertThat(this.delivered).isEqualTo(2);
		post(mailbox, 1);
		assertThat(this.tasks).hasSize(1);
	}

	@Test
	void manyThreadsLoseNoCount() throws Exception {
		Mailbox mailbox = mailbox(this.tasks::add);
		List<Thread> senders = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			senders.add(new Thread(() -> post(mailbox, 1000)));
		}
		senders.forEach(Thread::start);
		Eventually.holds("all have sent", () -> senders.stream().noneMatch(Thread::isAlive));
		assertThat(this.drops.total()).isEqualTo(4000 - CAPACITY);
	}

	private Mailbox mailbox(Executor executor) {
		return mailbox(executor, this.after);
	}

	private Mailbox mailbox(Executor executor, Runnable after) {
		this.after = after;
		return new Mailbox("slow", 1, (message) -> null, executor, CAPACITY, this.drops);
	}

	private void post(Mailbox mailbox, int count) {
		for (int i = 0; i < count; i++) {
			mailbox.post(NODE, new Mailbox.Delivery() {

				@Override
				public void deliver() {
					MailboxTests.this.delivered++;
					MailboxTests.this.after.run();
				}

				@Override
				public void drop() {
					MailboxTests.this.refused++;
				}

			});
		}
	}

}
