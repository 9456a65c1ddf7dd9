package io.macula.gossip.service;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.macula.gossip.CallException;
import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.LinkLayer;
import io.macula.gossip.distribution.Message;
import io.macula.gossip.distribution.MessageHandler;
import io.macula.gossip.distribution.Payload;
import io.macula.gossip.etf.Term;
import io.macula.gossip.message.MessageCodec;
import io.macula.gossip.message.MessageObserver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

class MessengerTests {

	private final CompletableFuture<Term> answer = new CompletableFuture<>();

	private final Messenger messenger = new Messenger("default", new MessageCodec(null), MessageObserver.NONE);

	private final LinkLayer links = mock();

	@BeforeEach
	void attach() {
		given(this.links.call(any(), any(), any(Payload.class), any())).willReturn(this.answer);
		this.messenger.attach(this.links);
	}

	@Test
	void anAnswerIsAJavaValue() {
		CompletableFuture<Object> call = call();
		this.answer.complete(Term.of("text"));
		assertThat(call).isCompletedWithValue("text");
	}

	@Test
	void aFailureIsTheSameOne() {
		CompletableFuture<Object> call = call();
		CallException failure = new CallException(CallException.Reason.TIMED_OUT, "for the test");
		this.answer.completeExceptionally(failure);
		assertThatExceptionOfType(CompletionException.class).isThrownBy(call::join).withCause(failure);
	}

	@Test
	void whoCancelsACallEndsIt() {
		call().cancel(false);
		assertThat(this.answer).isCancelled();
	}

	@Test
	void whatAHandlerReturnsIsSentToCallersAlone() throws Exception {
		this.messenger.register("thing", (message) -> Thread.currentThread());
		ArgumentCaptor<MessageHandler> handler = ArgumentCaptor.captor();
		verify(this.links).register(eq("thing"), handler.capture());
		NodeName sender = NodeName.of("b@127.0.0.1");
		for (Message.Kind kind : List.of(Message.Kind.PLAIN, Message.Kind.CAST)) {
			handler.getValue().handle(new Message(sender, kind, Term.of(1), true));
		}
		Message call = new Message(sender, Message.Kind.CALL, Term.of(1), true);
		assertThatIllegalArgumentException().isThrownBy(() -> handler.getValue().handle(call));
	}

	@Test
	void droppedMessagesAreCountedOverAllLinksThereWere() {
		assertThat(new Messenger("default", new MessageCodec(null), MessageObserver.NONE).statistics().dropped())
			.isZero();
		given(this.links.droppedMessages()).willReturn(3L);
		this.messenger.detach();
		given(this.links.droppedMessages()).willReturn(4L);
		assertThat(this.messenger.statistics().dropped()).isEqualTo(4);
		LinkLayer next = mock();
		this.messenger.attach(next);
		given(next.droppedMessages()).willReturn(2L);
		assertThat(this.messenger.statistics().dropped()).isEqualTo(6);
	}

	private CompletableFuture<Object> call() {
		return this.messenger.call(NodeName.of("b@127.0.0.1"), "process", 1, Duration.ofDays(100_000));
	}

}
