package io.macula.gossip.autoconfigure;

import java.util.Map;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipMessageHandler;
import io.macula.gossip.GossipMessenger;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/**
 * What looks for handlers, and services that remember them.
 */
@Configuration(proxyBeanMethods = false)
class HandlerRecorder {

	@Bean
	static GossipHandlers gossipHandlers(ConfigurableListableBeanFactory beans) {
		return new GossipHandlers(beans);
	}

	@Bean
	static LazyInitializationExcludeFilter filter() {
		return (name, definition, type) -> name.equals("gossipHandlers");
	}

	static GossipClusterService service(String cluster, Map<String, GossipMessageHandler> handlers) {
		GossipClusterService service = mock();
		GossipMessenger messenger = mock();
		given(service.getCluster()).willReturn(cluster);
		given(service.getMessenger()).willReturn(messenger);
		willAnswer((invocation) -> {
			String name = invocation.getArgument(0);
			if (name.equals("taken")) {
				throw new IllegalArgumentException("The name is taken");
			}
			return handlers.put(name, invocation.getArgument(1));
		}).given(messenger).register(any(), any());
		willAnswer((invocation) -> handlers.remove(invocation.<String>getArgument(0))).given(messenger)
			.unregister(any());
		return service;
	}

}
