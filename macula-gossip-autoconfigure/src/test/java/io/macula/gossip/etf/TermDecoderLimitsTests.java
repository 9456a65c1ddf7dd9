package io.macula.gossip.etf;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TermDecoderLimitsTests {

	private static final HexFormat HEX = HexFormat.of();

	private static final TermLimits GENEROUS = new TermLimits(TermLimits.MAX_DEPTH, Integer.MAX_VALUE,
			TermLimits.MAX_BYTES);

	private static final String FUNCTION = "70" + "%08x" + "00".repeat(21) + "00000001" + "7700" + "6100" + "6100"
			+ "587700" + "00".repeat(12);

	@ParameterizedTest
	@ValueSource(strings = { "6801", "6900000001", "6c00000001", "7400000001" + "6101" })
	void whenNestedDeeperThanTheLimitShouldRefuseIt(String opening) throws MalformedTermException {
		TermDecoder decoder = new TermDecoder(new TermLimits(3, 100, 1000));
		assertThatExceptionOfType(MalformedTermException.class)
			.isThrownBy(() -> decoder.decode(HEX.parseHex("83" + opening.repeat(4) + "6a".repeat(8))))
			.withMessage("Malformed term at byte " + (1 + 3 * opening.length() / 2)
					+ ": values are nested deeper than the limit of 3");
		assertThat(decoder.decode(ByteBuffer.wrap(HEX.parseHex("83" + opening.repeat(3) + "6a".repeat(8)))))
			.isNotNull();
	}

	@Test
	void whenAListIsMadeOfTailsShouldTakeItAtAnyLength() throws MalformedTermException {
		TermDecoder decoder = new TermDecoder(new TermLimits(1, 100_000, 1_000_000));
		ListTerm term = (ListTerm) decoder.decode(HEX.parseHex("83" + "6c0000000161ff".repeat(30_000) + "6a"));
		assertThat(term.elements()).hasSize(30_000);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "6803616161616161", "6c000000026161616161616a", "740000000261016a61026a", "6b00050102030405" })
	void whenATermHasMoreElementsThanTheLimitShouldRefuseIt(String hex) {
		TermDecoder decoder = new TermDecoder(new TermLimits(3, 3, 1000));
		assertThatExceptionOfType(MalformedTermException.class)
			.isThrownBy(() -> decoder.decode(HEX.parseHex("83" + hex)))
			.withMessageEndingWith("brings the term above the limit of 3 values");
	}

	@Test
	void whenATermTakesMoreBytesThanTheLimitShouldRefuseIt() throws MalformedTermException {
		TermDecoder decoder = new TermDecoder(new TermLimits(3, 10, 8));
		assertThat(decoder.decode(ByteBuffer.wrap(HEX.parseHex("836d000000020102" + "6a6a")))).isNotNull();
		assertThatExceptionOfType(MalformedTermException.class)
			.isThrownBy(() -> decoder.decode(HEX.parseHex("836d00000003010203" + "6a6a")))
			.withMessage("Malformed term at byte 6: A binary takes 3 bytes; bytes left: 2 before the limit of 8 for one"
					+ " term");
	}

	@Test
	void whenACompressedTermIsLargerThanTheLimitShouldRefuseIt() {
		byte[] bomb = Deflated.term(TermEncoder.encode(BinaryTerm.of(new byte[100_000])));
		assertThatExceptionOfType(MalformedTermException.class)
			.isThrownBy(() -> new TermDecoder(new TermLimits(3, 10, 1000)).decode(bomb))
			.withMessageEndingWith("bytes, above the limit of 1000");
	}

	@ParameterizedTest
	@ValueSource(strings = { "69", "6c", "74", "6d", "6f", "50" })
	void whenAHeaderAnnouncesMoreThanThereIsShouldNotAllocateForIt(String tag) {
		TermDecoder decoder = new TermDecoder(GENEROUS);
		byte[] bytes = HEX.parseHex("83" + tag + "07ffffff" + "00".repeat(500));
		assertThat(allocatedByRefusing(decoder, bytes)).isLessThan(20_000);
	}

	@Test
	void whenEveryNestedHeaderAnnouncesTheRestShouldNotAllocateForEach() throws MalformedTermException {
		TermDecoder decoder = new TermDecoder(GENEROUS);
		ByteBuffer bytes = ByteBuffer.allocate(1_000_000).put((byte) Tag.VERSION);
		while (bytes.remaining() > 5) {
			bytes.put((byte) Tag.LARGE_TUPLE_EXT).putInt(bytes.remaining() - 5);
		}
		assertThat(allocatedByRefusing(decoder, bytes.array())).isLessThan(8_100_000);
	}

	private static long allocatedByRefusing(TermDecoder decoder, byte[] bytes) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long allocated = Long.MAX_VALUE;
		// The first time counts what the virtual machine loads
		for (int round = 0; round < 3; round++) {
			long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
			try {
				decoder.decode(bytes);
				throw new AssertionError("The bytes are a term");
			}
			catch (MalformedTermException ex) {
				long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
				allocated = Math.min(allocated, after - before);
			}
		}
		return allocated;
	}

	@Test
	@Timeout(20)
	void whenKeysHaveTheSameHashShouldNotSlowDown() throws MalformedTermException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		int keys = 1 << 16;
		bytes.writeBytes(HEX.parseHex("8374"));
		bytes.writeBytes(ByteBuffer.allocate(4).putInt(keys).array());
		for (int key = 0; key < keys; key++) {
			StringBuilder name = new StringBuilder();
			for (int bit = 0; bit < 16; bit++) {
				name.append(((key >> bit & 1) != 0) ? "Aa" : "BB");
			}
			byte[] encoded = TermEncoder.encode(TupleTerm.of(BinaryTerm.ofUtf8(name.toString())));
			bytes.write(encoded, 1, encoded.length - 1);
			bytes.write(Tag.NIL_EXT);
		}
		MapTerm map = (MapTerm) new TermDecoder(GENEROUS).decode(bytes.toByteArray());
		assertThat(map.size()).isEqualTo(keys);
		assertThat(map).isEqualTo(new TermDecoder(GENEROUS).decode(bytes.toByteArray()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "6801", "6c00000001", "7400000001" + "61ff" })
	void whenNestedAsDeepAsPossibleAThreadWithASmallStackShouldManage(String opening) throws Exception {
		String end = "6a" + ((opening.startsWith("6c")) ? "6a".repeat(TermLimits.MAX_DEPTH) : "");
		byte[] bytes = HEX.parseHex("83" + opening.repeat(TermLimits.MAX_DEPTH) + end);
		onSmallStack(() -> {
			Term term = new TermDecoder(GENEROUS).decode(bytes);
			Term again = new TermDecoder(GENEROUS).decode(TermEncoder.encode(term));
			assertThat(again.equals(term)).isTrue();
			assertThat(again.hashCode()).isEqualTo(term.hashCode());
			assertThat(TermOrder.INSTANCE.compare(again, term)).isZero();
			assertThat(term.toString()).isNotEmpty();
			assertThat(Term.of(term.toJava())).isNotNull();
		});
	}

	@Test
	void whenFunctionsAreNestedAsDeepAsPossibleAThreadWithASmallStackShouldManage() throws Exception {
		StringBuilder hex = new StringBuilder("6a");
		for (int depth = 0; depth < TermLimits.MAX_DEPTH; depth++) {
			String empty = FUNCTION.formatted(0);
			hex.insert(0, FUNCTION.formatted((empty.length() + hex.length()) / 2 - 1));
		}
		byte[] bytes = HEX.parseHex("83" + hex);
		onSmallStack(() -> assertThat(TermEncoder.encode(new TermDecoder(GENEROUS).decode(bytes))).isEqualTo(bytes));
		assertThatExceptionOfType(MalformedTermException.class)
			.isThrownBy(() -> new TermDecoder(new TermLimits(TermLimits.MAX_DEPTH, 1000, bytes.length)).decode(bytes))
			.withMessageContaining("functions inside functions take more than twice the limit");
	}

	private static void onSmallStack(Task task) throws InterruptedException, ExecutionException {
		CompletableFuture<Void> done = new CompletableFuture<>();
		Thread thread = new Thread(null, () -> {
			try {
				task.run();
				done.complete(null);
			}
			catch (Throwable ex) {
				done.completeExceptionally(ex);
			}
		}, "small stack", 512 * 1024);
		thread.start();
		done.get();
	}

	private interface Task {

		void run() throws Exception;

	}

}
