package io.macula.gossip.message;

import java.lang.reflect.Type;

import io.macula.gossip.GossipMessageConverter;
import tools.jackson.databind.json.JsonMapper;

/**
 * A converter for tests, as an application may have one.
 */
public final class JsonConverter implements GossipMessageConverter {

	private final JsonMapper mapper = JsonMapper.shared();

	@Override
	public byte[] write(Object value) {
		return this.mapper.writeValueAsBytes(value);
	}

	@Override
	public Object read(byte[] json, Type type) {
		return this.mapper.readValue(json, this.mapper.constructType(type));
	}

}
