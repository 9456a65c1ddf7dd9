package io.macula.gossip.service;

import java.util.concurrent.TimeUnit;

import io.macula.gossip.GossipMessage;
import io.macula.gossip.message.SentValues;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What one JVM node sends to another, over a link, arrives as what it was, whatever the
 * data.
 */
class MessageTypePropertyTests {

	private static LinkedPair pair;

	@BeforeContainer
	static void link() {
		pair = new LinkedPair((builder) -> {
		});
		pair.answer("echo", GossipMessage::body);
	}

	@AfterContainer
	static void close() {
		pair.close();
	}

	@Property(tries = 500)
	void eachValueArrivesAsWhatItWas(@ForAll("values") Object value) throws Exception {
		Object arrived = echo(value);
		assertThat(SentValues.isSame(arrived, value)).as("%s arrived as %s", value, arrived).isTrue();
	}

	@Provide
	Arbitrary<Object> values() {
		return SentValues.any();
	}

	@Example
	void bytesThatHappenToBeTextStayBytes() throws Exception {
		assertThat(echo(new byte[] { 1, 2, 3 })).isEqualTo(new byte[] { 1, 2, 3 });
		assertThat(echo("\u0001\u0002\u0003")).isEqualTo("\u0001\u0002\u0003");
	}

	@Example
	void aNumberKeepsItsWidth() throws Exception {
		assertThat(echo(7)).isEqualTo(7);
		assertThat(echo(7L)).isEqualTo(7L);
		assertThat(echo(0.5f)).isEqualTo(0.5f);
	}

	private static Object echo(Object value) throws Exception {
		return pair.call("echo", value, Object.class).get(10, TimeUnit.SECONDS);
	}

}
