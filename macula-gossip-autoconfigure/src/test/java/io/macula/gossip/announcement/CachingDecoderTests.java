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

	@Test
	void whenOneNodesAnnouncementIsVariedShouldRememberTheOthers() {
		List<byte[]> verified = new ArrayList<>();
		Secret secret = Secret.of("secret");
		MaculaDecoder delegate = new MaculaDecoder(List.of(secret));
		CachingDecoder signed = new CachingDecoder((buffer, length) -> {
			verified.add(buffer);
			return delegate.decode(buffer, length);
		}, 3);
		MaculaFormat format = new MaculaFormat(List.of(secret), 3);
		byte[] other = format.announcement(NodeName.of("other@b"));
		signed.decode(other, other.length);
		byte[] announcement = format.announcement(NodeName.of("a@b"));
		int varied = 0;
		for (int i = announcement.length - 64; i < announcement.length; i++) {
			if (announcement[i] >= 'A') {
				announcement[i] += 'a' - 'A';
				assertThat(signed.decode(announcement.clone(), announcement.length))
					.isEqualTo(new Decoded.Announcement(NodeName.of("a@b")));
				varied++;
			}
		}
		assertThat(varied).isGreaterThan(3);
		signed.decode(other, other.length);
		assertThat(verified).as("the other's is still known").hasSize(1 + varied);
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
