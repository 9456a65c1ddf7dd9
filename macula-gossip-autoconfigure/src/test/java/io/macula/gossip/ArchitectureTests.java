package io.macula.gossip;

import java.util.HashSet;
import java.util.Set;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The plan of the house.
 */
@Tag("once")
class ArchitectureTests {

	private static final String ROOT = "io.macula.gossip";

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages(ROOT);

	private static final DescribedPredicate<JavaClass> PLAIN_VALUE = DescribedPredicate
		.describe("a value of the root package that knows only the JDK", ArchitectureTests::isPlainValue);

	@Test
	void theProtocolKnowsOnlyTheJdkAndPlainValues() {
		check(ArchRuleDefinition.classes()
			.that()
			.resideInAnyPackage(ROOT + ".announcement..", ROOT + ".membership..")
			.should()
			.onlyDependOnClassesThat(JavaClass.Predicates
				.resideInAnyPackage("java..", "javax.crypto..", "org.jspecify..", ROOT + ".announcement..",
						ROOT + ".membership..")
				.or(PLAIN_VALUE)));
	}

	@Test
	void announcementsAndMembershipDoNotKnowEachOther() {
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(ROOT + ".announcement..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage(ROOT + ".membership.."));
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(ROOT + ".membership..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage(ROOT + ".announcement.."));
	}

	@Test
	void termsKnowOnlyTheJdk() {
		check(ArchRuleDefinition.classes()
			.that()
			.resideInAPackage(ROOT + ".etf..")
			.should()
			.onlyDependOnClassesThat(
					JavaClass.Predicates.resideInAnyPackage("java..", "org.jspecify..", ROOT + ".etf..")));
	}

	@Test
	void whatAllSocketsNeedKnowsOnlyTheJdk() {
		check(ArchRuleDefinition.classes()
			.that()
			.resideInAPackage(ROOT + ".net..")
			.should()
			.onlyDependOnClassesThat(
					JavaClass.Predicates.resideInAnyPackage("java..", "org.jspecify..", ROOT + ".net..")
						.or(JavaClass.Predicates.type(Internal.class))));
	}

	@Test
	void multicastAndDistributionDoNotKnowEachOther() {
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(ROOT + ".multicast..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage(ROOT + ".distribution.."));
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(ROOT + ".distribution..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(ROOT + ".multicast..", ROOT + ".membership..", ROOT + ".announcement.."));
	}

	@Test
	void handshakeAndEpmdKnowNothingOfLinksNorOfEachOther() {
		checkKnowsNoPartOfTheDistributionButItself("handshake");
		checkKnowsNoPartOfTheDistributionButItself("epmd");
	}

	@Test
	void socketsAndLinksKnowNothingOfSpring() {
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideInAnyPackage(ROOT + ".multicast..", ROOT + ".distribution..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.."));
	}

	@Test
	void onlyAutoConfigurationAndActuatorKnowSpringBoot() {
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackages(ROOT + ".autoconfigure..", ROOT + ".actuate..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot..", "io.micrometer.."));
	}

	@Test
	void nothingKnowsTheAutoConfiguration() {
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage(ROOT + ".autoconfigure..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage(ROOT + ".autoconfigure.."));
	}

	@Test
	void theRootPackageKnowsNoOther() {
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(ROOT)
			.should()
			.dependOnClassesThat()
			.resideInAPackage(ROOT + ".*.."));
	}

	@Test
	void packagesHaveNoCycles() {
		check(SlicesRuleDefinition.slices().matching(ROOT + ".(**)").should().beFreeOfCycles());
	}

	@Test
	void theRulesSeeTheCode() {
		assertThat(CLASSES.contain(NodeName.class)).isTrue();
		assertThat(isPlainValue(CLASSES.get(NodeName.class))).isTrue();
		assertThat(isPlainValue(CLASSES.get(NodeUpEvent.class))).isFalse();
		assertThat(CLASSES).hasSizeGreaterThan(40);
	}

	private static boolean isPlainValue(JavaClass candidate) {
		return candidate.getPackageName().equals(ROOT) && isPlain(candidate, new HashSet<>());
	}

	private static boolean isPlain(JavaClass candidate, Set<JavaClass> seen) {
		if (!seen.add(candidate)) {
			return true;
		}
		return candidate.getDirectDependenciesFromSelf().stream().map(Dependency::getTargetClass).allMatch((target) -> {
			JavaClass type = target.getBaseComponentType();
			String name = type.getPackageName();
			return type.isPrimitive() || name.startsWith("java.") || name.startsWith("org.jspecify.")
					|| (name.equals(ROOT) && isPlain(type, seen));
		});
	}

	private static void checkKnowsNoPartOfTheDistributionButItself(String part) {
		String own = ROOT + ".distribution." + part + "..";
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(own)
			.should()
			.dependOnClassesThat(JavaClass.Predicates.resideInAPackage(ROOT + ".distribution..")
				.and(JavaClass.Predicates.resideOutsideOfPackage(own))));
	}

	private static void check(ArchRule rule) {
		rule.check(CLASSES);
	}

}
