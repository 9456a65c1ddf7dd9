package io.macula.gossip.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Skips tests where what they need is missing, and says so in one line for all that miss
 * the same. Where the environment says {@code CI=true} they fail instead.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@Repeatable(Requires.All.class)
@ExtendWith(RequiresCondition.class)
public @interface Requires {

	/**
	 * What the tests need.
	 * @return its type
	 */
	Class<? extends Need> value();

	/**
	 * Several needs.
	 */
	@Target({ ElementType.TYPE, ElementType.METHOD })
	@Retention(RetentionPolicy.RUNTIME)
	@Documented
	@Inherited
	@ExtendWith(RequiresCondition.class)
	@interface All {

		/**
		 * What the tests need.
		 * @return each of it
		 */
		Requires[] value();

	}

}
