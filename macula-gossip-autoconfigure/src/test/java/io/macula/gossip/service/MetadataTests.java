package io.macula.gossip.service;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

import io.macula.gossip.NodeName;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.etf.TupleTerm;
import io.macula.gossip.membership.Introduction;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MetadataTests {

	private static final NodeName NODE = NodeName.of("a@h");

	@Test
	void whatIsWrittenIsRead() {
		Introduction introduction = new Introduction("orders", Map.of("zone", "a", "http.port", "8080"));
		assertThat(Metadata.read(NODE, Metadata.message(NODE, introduction))).isEqualTo(introduction);
		assertThat(Metadata.read(NODE, Metadata.message(NODE, Introduction.NONE))).isEqualTo(Introduction.NONE);
	}

	@Test
	void theApplicationTakesNoPlaceOfTheMetadata() {
		Map<String, String> most = new HashMap<>();
		for (int i = 0; i < Metadata.MAX_ENTRIES; i++) {
			most.put("key" + i, "value");
		}
		Introduction introduction = new Introduction("orders", Metadata.checked(most));
		assertThat(Metadata.read(NODE, Metadata.message(NODE, introduction))).isEqualTo(introduction);
		assertThatIllegalArgumentException().isThrownBy(() -> Metadata.checked(Map.of("spring.application.name", "a")))
			.withMessage(
					"The metadata 'spring.application.name' is told in any case, as the name of the application: leave it out");
	}

	@Test
	void anApplicationWithTooLongANameIsToldByItsBeginning() {
		Introduction introduction = new Introduction("x".repeat(Metadata.MAX_CHARACTERS + 1), Map.of());
		assertThat(Metadata.read(NODE, Metadata.message(NODE, introduction)).application())
			.isEqualTo("x".repeat(Metadata.MAX_CHARACTERS));
	}

	@Test
	void atomsAndNumbersOfBeamNodesBecomeText() {
		assertThat(read(Map.of(AtomTerm.of("color"), AtomTerm.of("red"), "size", 7, "ratio", 0.5)))
			.isEqualTo(Map.of("color", "red", "size", "7", "ratio", "0.5"));
	}

	@Test
	void metadataOfAnotherNodeIsRefused() {
		assertThat(Metadata.read(NODE, Metadata.message(NodeName.of("b@h"), Introduction.NONE))).isNull();
	}

	@Test
	void whatIsTooMuchOrNoTextIsRefused() {
		assertThat(read(Map.of("key", "x".repeat(Metadata.MAX_CHARACTERS)))).isNotNull();
		assertThat(read(Map.of("key", "x".repeat(Metadata.MAX_CHARACTERS + 1)))).isNull();
		assertThat(read(Map.of("key", BigInteger.ONE.shiftLeft(8_000_000)))).isNull();
		assertThat(read(Map.of("key", Map.of()))).isNull();
		Map<String, String> many = new HashMap<>();
		for (int i = 0; i <= Metadata.MAX_ENTRIES; i++) {
			many.put("key" + i, "value");
		}
		assertThat(read(many)).isNull();
		assertThatIllegalArgumentException().isThrownBy(() -> Metadata.checked(many))
			.withMessage("There are 65 entries of metadata: use 64 at most");
		assertThatIllegalArgumentException().isThrownBy(() -> Metadata.checked(Map.of("key", "x".repeat(1025))))
			.withMessage("The metadata 'key' is too long: use 1024 characters at most");
	}

	@Test
	void otherTermsAreRefused() {
		assertThat(Metadata.read(NODE, AtomTerm.of("metadata"))).isNull();
		assertThat(Metadata.read(NODE, TupleTerm.of(AtomTerm.of("metadata"), AtomTerm.of("a@h")))).isNull();
		assertThat(Metadata.isRequest(AtomTerm.of("metadata"))).isTrue();
		assertThat(Metadata.isRequest(AtomTerm.of("other"))).isFalse();
	}

	private static Map<String, String> read(Map<?, ?> map) {
		Introduction introduction = Metadata.read(NODE,
				TupleTerm.of(AtomTerm.of("metadata"), AtomTerm.of("a@h"), Term.of(map)));
		return (introduction != null) ? introduction.metadata() : null;
	}

}
