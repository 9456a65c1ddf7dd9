package io.macula.gossip.benchmarks;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import io.macula.gossip.multicast.AnnouncementChannel;
import io.macula.gossip.multicast.GroupChannel;
import io.macula.gossip.transport.Transport;

/**
 * The network, with time wasted on each datagram that is received: what measures a
 * receiver has to show it.
 */
final class WastefulTransport {

	private WastefulTransport() {
	}

	static Transport of(long nanos) {
		Transport sockets = Transport.sockets();
		return proxy(Transport.class, (method, args) -> {
			Object result = method.invoke(sockets, args);
			return (result instanceof AnnouncementChannel channel) ? wasteful(channel, nanos) : result;
		});
	}

	private static AnnouncementChannel wasteful(AnnouncementChannel channel, long nanos) {
		return proxy(AnnouncementChannel.class, (method, args) -> {
			if (method.getName().equals("receive")) {
				args[2] = wasteful((GroupChannel.Handler) args[2], nanos);
			}
			return method.invoke(channel, args);
		});
	}

	private static GroupChannel.Handler wasteful(GroupChannel.Handler handler, long nanos) {
		return (datagram, source, arrival, origin) -> {
			long until = System.nanoTime() + nanos;
			while (System.nanoTime() - until < 0) {
				Thread.onSpinWait();
			}
			handler.received(datagram, source, arrival, origin);
		};
	}

	private static <T> T proxy(Class<T> type, Invocation invocation) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, args) -> invocation.invokeUnwrapped(method, args)));
	}

	private interface Invocation {

		Object invoke(Method method, Object[] args) throws ReflectiveOperationException;

		default Object invokeUnwrapped(Method method, Object[] args) throws Throwable {
			try {
				return invoke(method, args);
			}
			catch (InvocationTargetException ex) {
				throw ex.getCause();
			}
		}

	}

}
