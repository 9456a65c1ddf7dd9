package io.macula.gossip.announcement;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.macula.gossip.testing.ParserCost;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is sent to a port for announcements of the format macula is a value: an
 * announcement or a farewell that can be written again, or a refusal.
 */
class MaculaAnnouncementFuzzTests {

	private static final ParserCost COST = new ParserCost(MaculaAnnouncementFuzzTests.class, 64);

	private static final Secret SECRET = Secret.of("my-secret");

	private static final MaculaFormat OPEN = new MaculaFormat(List.of(), 8);

	private static final MaculaFormat KEYED = new MaculaFormat(List.of(Secret.of("another"), SECRET), 8);

	private static final MaculaFormat SIGNING = new MaculaFormat(List.of(SECRET), 8);

	private final AnnouncementDecoder open = OPEN.newDecoder();

	private final AnnouncementDecoder keyed = KEYED.newDecoder();

	@FuzzTest(maxExecutions = 1_000_000, maxDuration = "")
	void everyDatagramIsAValue(byte[] bytes) {
		byte[] datagram = Arrays.copyOf(bytes, Math.min(bytes.length, AnnouncementFormat.MAX_BYTES));
		COST.of(datagram.length, () -> {
			this.open.decode(datagram, datagram.length);
			this.keyed.decode(datagram, datagram.length);
		});
		comesBack(this.open, OPEN, datagram);
		comesBack(this.keyed, SIGNING, datagram);
		comesBack(this.keyed, SIGNING, signed(datagram, MaculaFormat.ANNOUNCEMENT_SEPARATOR));
		comesBack(this.keyed, SIGNING, signed(datagram, MaculaFormat.FAREWELL_SEPARATOR));
	}

	private static void comesBack(AnnouncementDecoder decoder, MaculaFormat format, byte[] datagram) {
		Decoded decoded = decoder.decode(datagram, datagram.length);
		assertThat(decoder.decode(datagram, datagram.length)).isEqualTo(decoded);
		byte[] again = null;
		if (decoded instanceof Decoded.Announcement announcement) {
			again = format.announcement(announcement.node());
		}
		else if (decoded instanceof Decoded.Farewell farewell) {
			again = format.farewell(farewell.node(), farewell.epochMillis());
		}
		if (again != null) {
			assertThat(decoder.decode(again, again.length)).isEqualTo(decoded);
		}
	}

	/**
	 * What nobody without the secret could send, and so nothing but this could find.
	 */
	private static byte[] signed(byte[] content, byte separator) {
		String digits = HexFormat.of().withUpperCase().formatHex(SECRET.newMac().doFinal(content));
		return ByteBuffer.allocate(content.length + 1 + digits.length())
			.put(content)
			.put(separator)
			.put(digits.getBytes(StandardCharsets.US_ASCII))
			.array();
	}

}
