package io.macula.gossip.etf;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BinaryTermTests {

	@Test
	void whenTheGivenBytesChangeShouldStayAsItWas() {
		byte[] bytes = { 1, 2 };
		BinaryTerm term = BinaryTerm.of(bytes);
		bytes[0] = 9;
		assertThat(term.bytes()).containsExactly(1, 2);
	}

	@Test
	void whenTheReturnedBytesChangeShouldStayAsItWas() {
		BinaryTerm term = BinaryTerm.of((byte) 1, (byte) 2);
		term.bytes()[0] = 9;
		assertThat(term).isEqualTo(BinaryTerm.of((byte) 1, (byte) 2));
		assertThat(term.asBuffer().isReadOnly()).isTrue();
		assertThat(term.asBuffer().remaining()).isEqualTo(2);
	}

	@Test
	void whenBytesAreUtf8ShouldGiveTheText() {
		BinaryTerm term = BinaryTerm.ofUtf8("grüße");
		assertThat(term.bytes()).isEqualTo("grüße".getBytes(StandardCharsets.UTF_8));
		assertThat(term.length()).isEqualTo(7);
		assertThat(term.utf8()).isEqualTo("grüße");
	}

	@Test
	void whenBytesAreNotUtf8ShouldGiveNoText() {
		assertThat(BinaryTerm.of((byte) 0xFF).utf8()).isNull();
		assertThat(BinaryTerm.of((byte) 0xC0, (byte) 0x80).utf8()).as("overlong").isNull();
		assertThat(BinaryTerm.of((byte) 0xED, (byte) 0xA0, (byte) 0x80).utf8()).as("surrogate").isNull();
	}

	@Test
	void whenTextHasHalfASurrogatePairShouldRefuseIt() {
		assertThatIllegalArgumentException().isThrownBy(() -> BinaryTerm.ofUtf8("\uD83D"));
	}

}
