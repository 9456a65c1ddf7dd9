package io.macula.gossip.testing;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;
import org.opentest4j.AssertionFailedError;

/**
 * What {@link Requires} means.
 */
final class RequiresCondition implements ExecutionCondition {

	private static final boolean CI = "true".equals(System.getenv("CI"));

	private static final Map<Class<? extends Need>, Finding> findings = new ConcurrentHashMap<>();

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		for (Requires required : AnnotationSupport.findRepeatableAnnotations(context.getElement(), Requires.class)) {
			Finding finding = findings.computeIfAbsent(required.value(), RequiresCondition::find);
			if (finding.isFailure()) {
				throw new AssertionFailedError("CI needs " + finding.missing.orElseThrow());
			}
			if (finding.missing.isPresent()) {
				return ConditionEvaluationResult.disabled(finding.missing.get());
			}
		}
		return ConditionEvaluationResult.enabled("all that it needs is here");
	}

	private static Finding find(Class<? extends Need> type) {
		Need need = ReflectionSupport.newInstance(type);
		Finding finding;
		try {
			finding = new Finding(need.missing(), need.isDueOnCi());
		}
		catch (Exception ex) {
			finding = new Finding(Optional.of("%s, which cannot be looked for: %s".formatted(type.getSimpleName(), ex)),
					need.isDueOnCi());
		}
		if (finding.missing.isPresent() && !finding.isFailure()) {
			System.out.println("Tests are skipped, for they need " + finding.missing.get());
		}
		return finding;
	}

	private record Finding(Optional<String> missing, boolean dueOnCi) {

		private boolean isFailure() {
			return CI && this.dueOnCi && this.missing.isPresent();
		}

	}

}
