package io.macula.gossip.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Import;

/**
 * Has a {@code @SpringBootTest} start the application's services as they are, with
 * sockets: on the loopback interface, with free ports for announcements and EPMD, so that
 * nothing leaves this machine and no other test is met.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@Import(LoopbackConfiguration.class)
public @interface EnableGossip {

}
