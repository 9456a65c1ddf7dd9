package io.macula.gossip;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NodeNameTests {

	@Test
	void test() {
		assertThat(new NodeName("a").value()).isEqualTo("a");
	}

	@Property
	boolean property(@ForAll String any) {
		return new NodeName(any).value().equals(any);
	}

}
