package io.macula.gossip;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks a method of a bean that takes the messages that other nodes send to a name here,
 * as {@link GossipMessenger#register} does. It is called for one message of its name at a
 * time, in the order in which they arrived.
 * <p>
 * The method may have a parameter for what was sent, which is read as its type, and one
 * for the sender, a {@link NodeName}; or one {@link GossipMessage} for both. What it
 * returns is the answer to a call, or what a {@code CompletionStage} that it returns
 * completes with, for which its next message waits; {@code void} answers with
 * {@code null}. What it throws is logged, and fails the call.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(GossipHandlerReflectiveProcessor.class)
public @interface GossipHandler {

	/**
	 * The name, 1 to 255 characters; {@code ${…}} is replaced.
	 * @return the name
	 */
	String value();

	/**
	 * The cluster, where the application takes part in several.
	 * @return the name of the cluster; empty for the one that is injected
	 */
	String cluster() default "";

}
