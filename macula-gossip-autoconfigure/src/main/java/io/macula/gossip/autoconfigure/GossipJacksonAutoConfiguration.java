package io.macula.gossip.autoconfigure;

import io.macula.gossip.GossipMessageConverter;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for messages that are records and
 * beans, by the application's {@code JsonMapper} where it has one.
 */
@AutoConfiguration
@ConditionalOnClass(JsonMapper.class)
@ConditionalOnBooleanProperty(name = "macula.gossip.enabled", matchIfMissing = true)
public final class GossipJacksonAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(GossipMessageConverter.class)
	JacksonMessageConverter gossipMessageConverter(ObjectProvider<JsonMapper> mapper) {
		return new JacksonMessageConverter(mapper.getIfUnique(JsonMapper::shared));
	}

}
