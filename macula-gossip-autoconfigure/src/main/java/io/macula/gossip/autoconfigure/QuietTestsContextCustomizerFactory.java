package io.macula.gossip.autoconfigure;

import java.util.List;
import java.util.Map;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Has the contexts of applications' tests start no service, so that no test sends a
 * packet that did not ask to. Comes before the application's own configuration, and after
 * what a test, the command line or the environment sets.
 */
class QuietTestsContextCustomizerFactory implements ContextCustomizerFactory {

	private static final String NAME = "macula.gossip in tests";

	@Override
	public ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		return QuietTests.CUSTOMIZER;
	}

	/**
	 * One object, since contexts with equal customizers are shared between tests.
	 */
	private enum QuietTests implements ContextCustomizer {

		CUSTOMIZER;

		@Override
		public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
			MutablePropertySources sources = context.getEnvironment().getPropertySources();
			MapPropertySource quiet = new MapPropertySource(NAME, Map.of("macula.gossip.auto-startup", false));
			if (sources.contains(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME)) {
				sources.addAfter(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, quiet);
			}
			else {
				sources.addLast(quiet);
			}
		}

	}

}
