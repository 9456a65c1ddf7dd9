package io.macula.gossip.autoconfigure;

import java.nio.ByteBuffer;
import java.util.Set;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.type.ArrayType;

/**
 * Has Jackson read no text as the Base64 of bytes.
 */
class NoBytesOfText extends ValueDeserializerModifier {

	private static final Set<Class<?>> BYTES = Set.of(byte[].class, Byte[].class, ByteBuffer.class);

	@Override
	public ValueDeserializer<?> modifyDeserializer(DeserializationConfig config, BeanDescription.Supplier description,
			ValueDeserializer<?> deserializer) {
		return (BYTES.contains(description.getBeanClass())) ? new TextRefusing(deserializer) : deserializer;
	}

	@Override
	public ValueDeserializer<?> modifyArrayDeserializer(DeserializationConfig config, ArrayType type,
			BeanDescription.Supplier description, ValueDeserializer<?> deserializer) {
		return (BYTES.contains(type.getRawClass())) ? new TextRefusing(deserializer) : deserializer;
	}

	private static final class TextRefusing extends DelegatingDeserializer {

		private TextRefusing(ValueDeserializer<?> delegate) {
			super(delegate);
		}

		@Override
		protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> delegate) {
			return new TextRefusing(delegate);
		}

		@Override
		public Object deserialize(JsonParser parser, DeserializationContext context) {
			return (parser.hasToken(JsonToken.VALUE_STRING))
					? context.reportInputMismatch(handledType(), "Text is read as no bytes")
					: super.deserialize(parser, context);
		}

	}

}
