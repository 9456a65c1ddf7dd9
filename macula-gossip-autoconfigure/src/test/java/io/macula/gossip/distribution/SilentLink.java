package io.macula.gossip.distribution;

import java.io.Closeable;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.function.BiConsumer;

import io.macula.gossip.LinkSettings;
import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.handshake.HandshakeNode;

/**
 * A link on which nothing comes and nothing goes.
 */
final class SilentLink {

	private SilentLink() {
	}

	/**
	 * Create one.
	 * @param peer the node at its other end
	 * @param closer called when it is closed
	 * @param closed told then that it is, and why
	 * @return the link
	 */
	static Link create(NodeName peer, Closeable closer, BiConsumer<Link, String> closed) {
		Connection connection = new Connection(InputStream.nullInputStream(), OutputStream.nullOutputStream(), 2,
				InetAddress.getLoopbackAddress(), (millis) -> {
				}, closer);
		DistributionSettings settings = new DistributionSettings(NodeName.of("m@host"), new Cookies(TestNode.COOKIE),
				new LinkSettings(), DistributionLimits.defaults(), Runnable::run);
		return new Link(new HandshakeNode(peer, 0, 1), TestNode.COOKIE, connection, settings, new LinkReceiver() {

			@Override
			public LinkMemory memory() {
				return LinkMemory.of(DistributionLimits.defaults());
			}

			@Override
			public void received(Link link, ByteBuffer frame, ByteBudget.Share share) {
			}

			@Override
			public void dropped(Link link, String reason) {
			}

			@Override
			public void closed(Link link, String reason) {
				closed.accept(link, reason);
			}

		});
	}

}
