package io.macula.gossip.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.macula.gossip.GossipListener;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ApplicationContextEvent;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;

/**
 * The context of the service and those below it, all of whose listeners hear each event
 * once. Spring itself hands an event to parents, and never down. Thread-safe.
 */
class ContextTree implements ApplicationEventPublisher, ApplicationListener<ApplicationContextEvent> {

	private final ApplicationContext context;

	private final ObjectProvider<GossipListener> listeners;

	private final List<ApplicationContext> below = new CopyOnWriteArrayList<>();

	ContextTree(ApplicationContext context, ObjectProvider<GossipListener> listeners) {
		this.context = context;
		this.listeners = listeners;
	}

	/**
	 * The events of a context reach its parents, so that we hear of those below us.
	 */
	@Override
	public void onApplicationEvent(ApplicationContextEvent event) {
		ApplicationContext source = event.getApplicationContext();
		if (event instanceof ContextRefreshedEvent && isBelow(source) && !this.below.contains(source)) {
			this.below.add(source);
		}
		else if (event instanceof ContextClosedEvent) {
			this.below.remove(source);
		}
	}

	@Override
	public void publishEvent(Object event) {
		this.context.publishEvent(event);
		for (ApplicationContext child : this.below) {
			// Not by the child's publishEvent, which tells the parents once more
			child
				.getBean(AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME,
						ApplicationEventMulticaster.class)
				.multicastEvent((ApplicationEvent) event);
		}
	}

	/**
	 * Return the listeners of the context and its parents, then of those below it.
	 */
	List<GossipListener> listeners() {
		List<GossipListener> found = new ArrayList<>(this.listeners.orderedStream().toList());
		for (ApplicationContext child : this.below) {
			List<GossipListener> own = new ArrayList<>(child.getBeansOfType(GossipListener.class).values());
			AnnotationAwareOrderComparator.sort(own);
			found.addAll(own);
		}
		return found;
	}

	private boolean isBelow(ApplicationContext candidate) {
		@Nullable ApplicationContext parent = candidate.getParent();
		while (parent != null && parent != this.context) {
			parent = parent.getParent();
		}
		return parent != null;
	}

}
