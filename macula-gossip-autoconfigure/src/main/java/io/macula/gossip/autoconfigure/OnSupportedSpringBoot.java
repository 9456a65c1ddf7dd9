package io.macula.gossip.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringBootVersion;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;

/**
 * Ends the start where Spring Boot is older than what this library is made for. Refers to
 * nothing that came with Spring Boot 4.
 */
class OnSupportedSpringBoot implements Condition {

	/**
	 * Where it is since Spring Boot 4.0.
	 */
	private static final String THREADING = "org.springframework.boot.thread.Threading";

	@Override
	public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
		if (!isSupported(context.getClassLoader())) {
			throw new UnsupportedSpringBootException(SpringBootVersion.getVersion());
		}
		return true;
	}

	static boolean isSupported(@Nullable ClassLoader classLoader) {
		return ClassUtils.isPresent(THREADING, classLoader);
	}

}
