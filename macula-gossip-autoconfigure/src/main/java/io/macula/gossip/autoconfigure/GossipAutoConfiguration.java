package io.macula.gossip.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadFactory;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipListener;
import io.macula.gossip.GossipMessageConverter;
import io.macula.gossip.GossipPeerSource;
import io.macula.gossip.message.MessageObserver;
import io.macula.gossip.service.DistinctClusters;
import io.macula.gossip.service.GossipClusterBuilder;
import io.macula.gossip.service.GossipClusterBuilderCustomizer;
import io.macula.gossip.service.ObservedMessages;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.StringUtils;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that makes the application a member
 * of a cluster.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "macula.gossip.enabled", matchIfMissing = true)
@EnableConfigurationProperties(GossipProperties.class)
public final class GossipAutoConfiguration {

	private static final String THREAD_NAME_PREFIX = "gossip-";

	@Bean(defaultCandidate = false)
	@ConditionalOnMissingBean(name = "gossipTaskScheduler")
	@ConditionalOnThreading(Threading.PLATFORM)
	ThreadPoolTaskScheduler gossipTaskScheduler() {
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.setThreadNamePrefix(THREAD_NAME_PREFIX);
		scheduler.setDaemon(true);
		scheduler.setRemoveOnCancelPolicy(true);
		return scheduler;
	}

	@Bean(name = "gossipTaskScheduler", defaultCandidate = false)
	@ConditionalOnMissingBean(name = "gossipTaskScheduler")
	@ConditionalOnThreading(Threading.VIRTUAL)
	SimpleAsyncTaskScheduler gossipTaskSchedulerVirtualThreads() {
		SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
		scheduler.setThreadNamePrefix(THREAD_NAME_PREFIX);
		scheduler.setVirtualThreads(true);
		return scheduler;
	}

	@Bean
	@Scope("prototype")
	@ConditionalOnMissingBean
	GossipClusterBuilder gossipClusterBuilder(GossipProperties properties, Environment environment,
			@Qualifier("gossipTaskScheduler") TaskScheduler taskScheduler, ContextTree contextTree,
			ObjectProvider<SslBundles> sslBundles, ObjectProvider<GossipPeerSource> peerSources,
			ObjectProvider<GossipMessageConverter> messageConverter, ObjectProvider<MessageObserver> messageObserver,
			ObjectProvider<GossipClusterBuilderCustomizer> customizers) {
		GossipClusterBuilder builder = new GossipClusterBuilder(taskScheduler)
			.applicationName(applicationName(environment))
			.autoStartup(properties.isAutoStartup())
			.addr(properties.getAddr())
			.port(properties.getPort())
			.interval(properties.getInterval())
			.ttl(properties.getTtl())
			.secret(properties.getSecret())
			.acceptedSecrets(properties.getAcceptedSecrets())
			.nodeName(properties.getNodeName())
			.interfaces(properties.getInterfaces())
			.peers(properties.getPeers())
			.maxNodes(properties.getMaxNodes())
			.failureDetection(properties.getFailureDetection())
			.connectionMode(properties.getConnectionMode())
			.protocol(properties.getProtocol())
			.links(properties.getDistribution())
			.metadata(() -> metadata(properties, environment))
			.messageConverter(messageConverter.getIfUnique())
			.publishTo(contextTree)
			.listeners(contextTree::listeners);
		messageObserver.ifUnique((observer) -> ObservedMessages.by(observer, builder));
		peerSources.orderedStream().forEach(builder::peerSource);
		DistributionProperties.Ssl ssl = properties.getDistribution().getSsl();
		if (ssl.getBundle() != null) {
			BundleTls tls = new BundleTls(ssl.getBundle(), sslBundles.getIfAvailable(), ssl.isVerifyHost());
			builder.links((links) -> links.followTls(tls));
		}
		if (Threading.VIRTUAL.isActive(environment)) {
			builder.threads(virtualThreads());
		}
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder;
	}

	static ThreadFactory virtualThreads() {
		return new VirtualThreadTaskExecutor(THREAD_NAME_PREFIX).getVirtualThreadFactory();
	}

	@Bean
	@ConditionalOnMissingBean
	GossipClusterService gossipClusterService(GossipClusterBuilder gossipClusterBuilder) {
		return gossipClusterBuilder.build();
	}

	/**
	 * Clusters that cannot be told apart end the start, however they were made.
	 */
	@Bean
	static SmartInitializingSingleton gossipClustersCheck(ListableBeanFactory beans) {
		return () -> DistinctClusters.check(beans.getBeansOfType(GossipClusterService.class));
	}

	@Bean
	static GossipHandlers gossipHandlers(ConfigurableListableBeanFactory beans) {
		return new GossipHandlers(beans);
	}

	@Bean
	static LazyInitializationExcludeFilter gossipClustersCheckIsNeverLazy() {
		return (name, definition, type) -> name.equals("gossipClustersCheck") || name.equals("gossipHandlers");
	}

	@Bean
	ContextTree gossipContextTree(ApplicationContext context, ObjectProvider<GossipListener> listeners) {
		return new ContextTree(context, listeners);
	}

	@Bean
	KeepAliveAdvice gossipKeepAliveAdvice(ObjectProvider<GossipClusterService> services) {
		return new KeepAliveAdvice(services);
	}

	private static @Nullable String applicationName(Environment environment) {
		String name = environment.getProperty("spring.application.name");
		return StringUtils.hasText(name) ? name : null;
	}

	/**
	 * The web server's port is known by the time that links are up: the service starts
	 * after it.
	 */
	private static Map<String, String> metadata(GossipProperties properties, Environment environment) {
		Map<String, String> metadata = new LinkedHashMap<>();
		String port = environment.getProperty("local.server.port");
		if (port != null) {
			metadata.put("http.port", port);
		}
		metadata.putAll(properties.getMetadata());
		return metadata;
	}

}
