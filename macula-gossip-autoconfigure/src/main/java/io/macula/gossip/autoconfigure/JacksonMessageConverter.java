package io.macula.gossip.autoconfigure;

import java.lang.reflect.Type;

import io.macula.gossip.GossipMessageConverter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes JSON with Jackson.
 */
class JacksonMessageConverter implements GossipMessageConverter {

	private final JsonMapper mapper;

	JacksonMessageConverter(JsonMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	public byte[] write(Object value) {
		return this.mapper.writeValueAsBytes(value);
	}

	@Override
	public @Nullable Object read(byte[] json, Type type) {
		return this.mapper.readValue(json, this.mapper.constructType(type));
	}

}
