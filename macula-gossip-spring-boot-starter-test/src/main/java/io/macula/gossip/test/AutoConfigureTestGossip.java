package io.macula.gossip.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Import;

/**
 * Has a {@code @SpringBootTest} run the application's services on a network in memory,
 * the bean {@link GossipTestNetwork}, with which the test has nodes come and go. No
 * packet is sent. The nodes leave after each test method; other contexts see this one if
 * they have the same network as a bean.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@Import(TestNetworkConfiguration.class)
public @interface AutoConfigureTestGossip {

}
