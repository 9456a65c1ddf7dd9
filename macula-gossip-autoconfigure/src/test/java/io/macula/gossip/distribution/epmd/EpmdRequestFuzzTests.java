package io.macula.gossip.distribution.epmd;

import java.nio.ByteBuffer;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.macula.gossip.testing.ParserCost;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is asked of the embedded EPMD, from this host or another, is answered or
 * refused; a name that it took is one that can be looked up as it was told.
 */
class EpmdRequestFuzzTests {

	private static final ParserCost COST = new ParserCost(EpmdRequestFuzzTests.class, 64);

	@FuzzTest(maxExecutions = 1_000_000, maxDuration = "")
	void everyRequestIsAnsweredOrRefused(byte[] bytes) {
		if (bytes.length == 0 || bytes.length > EpmdProtocol.MAX_REQUEST_BYTES) {
			return;
		}
		COST.of(bytes.length, () -> {
			new EpmdRequestHandler(registry()).handle(ByteBuffer.wrap(bytes), () -> true);
			new EpmdRequestHandler(registry()).handle(ByteBuffer.wrap(bytes), () -> false);
		});
		EpmdRegistry registry = registry();
		EpmdRequestHandler handler = new EpmdRequestHandler(registry);
		EpmdAnswer far = handler.handle(ByteBuffer.wrap(bytes), () -> false);
		assertThat(registered(far)).isNull();
		String name = registered(handler.handle(ByteBuffer.wrap(bytes), () -> true));
		if (name != null) {
			byte[] request = EpmdProtocol.request(EpmdProtocol.PORT_PLEASE2_REQ, EpmdProtocol.encode(name));
			EpmdAnswer found = handler.handle(ByteBuffer.wrap(request, 2, request.length - 2), () -> false);
			assertThat(found).isNotNull();
			assertThat(found.bytes().get(1)).isEqualTo(EpmdProtocol.OK);
			assertThat(found.bytes().slice(2, found.bytes().limit() - 2))
				.isEqualTo(ByteBuffer.wrap(bytes, 1, found.bytes().limit() - 2).slice());
			registry.unregister(name);
		}
	}

	private static EpmdRegistry registry() {
		return new EpmdRegistry(4369, 2, () -> 0xFFFFFFFEL);
	}

	private static @Nullable String registered(@Nullable EpmdAnswer answer) {
		return (answer != null) ? answer.registeredName() : null;
	}

}
