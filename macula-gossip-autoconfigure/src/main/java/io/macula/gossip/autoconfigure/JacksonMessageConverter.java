package io.macula.gossip.autoconfigure;

import java.lang.reflect.Type;

import io.macula.gossip.GossipMessageConverter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Makes JSON with Jackson, and reads it as the application does, but cuts no fraction off
 * a number.
 */
class JacksonMessageConverter implements GossipMessageConverter {

	private final JsonMapper mapper;

	/**
	 * Reads what was no JSON, in which bytes would have been bytes, numbers numbers, and
	 * constants of an enum texts.
	 */
	private final JsonMapper valueMapper;

	JacksonMessageConverter(JsonMapper mapper) {
		this.mapper = mapper.rebuild()
			// By which the message would choose classes
			.deactivateDefaultTyping()
			.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
			.build();
		this.valueMapper = this.mapper.rebuild()
			.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
			.enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
			.addModule(new SimpleModule("macula-gossip").setDeserializerModifier(new NoBytesOfText()))
			.build();
	}

	@Override
	public byte[] write(Object value) {
		return this.mapper.writeValueAsBytes(value);
	}

	@Override
	public @Nullable Object read(byte[] json, Type type) {
		return this.mapper.readValue(json, this.mapper.constructType(type));
	}

	@Override
	public @Nullable Object convert(Object value, Type type) {
		return this.valueMapper.readValue(write(value), this.valueMapper.constructType(type));
	}

}
