package io.macula.gossip.announcement;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.macula.gossip.NodeName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CachingDecoderTests {

	private final List<String> decoded = new ArrayList<>();

	private final CachingDecoder decoder = new CachingDecoder(this::decodeText, 3);

	@Test
	void whenTheSameBytesComeAgainShouldNotVerifyThemAgain() {
		Decoded first = decode("a@b");
		assertThat(decode("a@b")).isSameAs(first).isEqualTo(new Decoded.Announcement(NodeName.of("a@b")));
		assertThat(this.decoded).containsExactly("a@b");
	}

	@Test
	void whenTheBufferIsUsedForOtherBytesShouldNotConfuseThem() {
		byte[] buffer = new byte[100];
		for (String name : List.of("aaaaaaaaaa@b", "aaaaaaaaab@b", "aaaaaaaaaa@c", "aaaaaaaaaa@", "aaaaaaaaaa@b")) {
			byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
			System.arraycopy(bytes, 0, buffer, 0, bytes.length);
			assertThat(this.decoder.decode(buffer, bytes.length)).isEqualTo(decodeText(bytes, bytes.length));
		}
	}

	@Test
	void whenRefusedShouldNotRemember() {
		decode("refused");
		decode("refused");
		assertThat(this.decoded).containsExactly("refused", "refused");
	}

	@Test
	void whenFullShouldStartAgain() {
		List.of("a@b", "b@b", "c@b", "d@b", "a@b", "d@b").forEach(this::decode);
		assertThat(this.decoded).containsExactly("a@b", "b@b", "c@b", "d@b", "a@b");
	}

	private Decoded decode(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		return this.decoder.decode(bytes, bytes.length);
	}

	private Decoded decodeText(byte[] buffer, int length) {
		String text = new String(buffer, 0, length, StandardCharsets.UTF_8);
		this.decoded.add(text);
		return NodeName.isValid(text) ? new Decoded.Announcement(NodeName.of(text)) : Decoded.Refusal.MALFORMED;
	}

}
