package io.macula.gossip;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a package whose types are public since Java or Spring asks for it, and not for
 * applications: they may change in any release. What an application may import stands in
 * {@code io.macula.gossip}, {@code io.macula.gossip.etf} and
 * {@code io.macula.gossip.service}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PACKAGE)
public @interface Internal {

}
