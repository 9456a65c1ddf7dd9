package io.macula.gossip.announcement;

import java.util.Arrays;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.macula.gossip.testing.ParserCost;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is sent to a port for announcements of the format libcluster is a value: an
 * announcement that can be written again, or a refusal.
 */
class LibclusterAnnouncementFuzzTests {

	private static final ParserCost COST = new ParserCost(LibclusterAnnouncementFuzzTests.class, 64);

	private static final Secret SECRET = Secret.of("my-secret");

	private static final LibclusterFormat OPEN = new LibclusterFormat(List.of(), 8);

	private static final LibclusterFormat KEYED = new LibclusterFormat(List.of(SECRET, Secret.of("another")), 8);

	private final AnnouncementDecoder open = OPEN.newDecoder();

	private final AnnouncementDecoder keyed = KEYED.newDecoder();

	private final HeartbeatCipher cipher = new HeartbeatCipher(SECRET);

	@FuzzTest(maxExecutions = 1_000_000, maxDuration = "")
	void everyDatagramIsAValue(byte[] bytes) {
		byte[] datagram = Arrays.copyOf(bytes, Math.min(bytes.length, AnnouncementFormat.MAX_BYTES));
		COST.of(datagram.length, () -> {
			this.open.decode(datagram, datagram.length);
			this.keyed.decode(datagram, datagram.length);
		});
		comesBack(this.open, OPEN, datagram);
		comesBack(this.keyed, KEYED, datagram);
		// Nobody without the secret could send this, and so nothing else could find it
		comesBack(this.keyed, KEYED, this.cipher.encrypt(datagram, new byte[16]));
	}

	private static void comesBack(AnnouncementDecoder decoder, LibclusterFormat format, byte[] datagram) {
		Decoded decoded = decoder.decode(datagram, datagram.length);
		assertThat(decoder.decode(datagram, datagram.length)).isEqualTo(decoded);
		if (decoded instanceof Decoded.Announcement announcement) {
			byte[] again = format.announcement(announcement.node());
			assertThat(decoder.decode(again, again.length)).isEqualTo(decoded);
		}
	}

}
