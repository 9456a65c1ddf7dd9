package io.macula.gossip.distribution.handshake;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.handshake.HandshakeMessages.Challenge;

/**
 * The other end of a handshake in memory, which writes what a test tells it to.
 */
public final class MemoryPeer {

	public static final long OTP_28_FLAGS = DistributionFlags.ours(true) & ~DistributionFlags.TAKES_FRAGMENTS;

	public static final long OTP_25_FLAGS = OTP_28_FLAGS & ~DistributionFlags.ALTACT_SIG;

	/**
	 * What a node of {@code libei} says: OTP 25 to 29, {@code ei_connect.c}.
	 */
	public static final long LIBEI_FLAGS = DistributionFlags.MANDATORY_25_DIGEST | DistributionFlags.MANDATORY_25
			| DistributionFlags.MANDATORY_26 | DistributionFlags.DIST_MONITOR | DistributionFlags.SMALL_ATOM_TAGS;

	private final PipedInputStream theirInput = new PipedInputStream(65536);

	private final PipedInputStream ourInput = new PipedInputStream(65536);

	private final DataOutputStream output;

	private final DataInputStream input;

	private final HandshakeChannel channel;

	MemoryPeer(int headerLength, Duration limit) throws IOException {
		PipedOutputStream theirOutput = new PipedOutputStream(this.ourInput);
		this.output = new DataOutputStream(new PipedOutputStream(this.theirInput));
		this.input = new DataInputStream(this.ourInput);
		this.channel = new HandshakeChannel(this.theirInput, theirOutput, headerLength, Deadline.after(limit));
	}

	MemoryPeer() throws IOException {
		this(Short.BYTES, Duration.ofSeconds(10));
	}

	public static HandshakeNode node(String name, long flags, long creation) {
		return new HandshakeNode(NodeName.of(name), flags, creation);
	}

	HandshakeChannel channel() {
		return this.channel;
	}

	/**
	 * Connect to this peer.
	 * @param self who connects
	 * @param peer whom it takes this peer for
	 * @param cookie its cookie
	 * @param wanted what it says to the status {@code alive}
	 * @return what came of it
	 */
	CompletableFuture<HandshakeNode> connect(HandshakeNode self, String peer, String cookie, boolean wanted) {
		ConnectingHandshake handshake = new ConnectingHandshake(this.channel, self, NodeName.of(peer),
				new Challenges());
		return async(() -> connect(handshake, Cookie.of(cookie), wanted));
	}

	/**
	 * Do the steps of the side that connects.
	 * @param handshake the handshake
	 * @param cookie the cookie to prove
	 * @param wanted what to say to the status {@code alive}
	 * @return what the other side says of itself
	 * @throws HandshakeException if there is no link
	 */
	public static HandshakeNode connect(ConnectingHandshake handshake, Cookie cookie, boolean wanted)
			throws HandshakeException {
		if (handshake.sendName() == HandshakeStatus.ALIVE) {
			handshake.answerAlive(wanted);
		}
		Challenge challenge = handshake.readChallenge();
		handshake.prove(challenge, cookie);
		return challenge.node();
	}

	/**
	 * Be connected to by this peer.
	 * @param self who accepts
	 * @param admission whom it accepts
	 * @param cookies its cookies
	 * @return what came of it
	 */
	CompletableFuture<HandshakeNode> accept(HandshakeNode self, FixedAdmission admission, Cookie... cookies) {
		AcceptingHandshake handshake = new AcceptingHandshake(this.channel, self, List.of(cookies), new Challenges());
		return async(() -> admission.admit(handshake));
	}

	static <T> CompletableFuture<T> async(Callable<T> task) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return task.call();
			}
			catch (Exception ex) {
				throw new CompletionException(ex);
			}
		}, (work) -> new Thread(work, "handshake").start());
	}

	MemoryPeer write(byte[] message) throws IOException {
		this.output.writeShort(message.length);
		this.output.write(message);
		this.output.flush();
		return this;
	}

	MemoryPeer write(String text) throws IOException {
		return write(text.getBytes("ISO-8859-1"));
	}

	MemoryPeer writeRaw(String hex) throws IOException {
		this.output.write(HexFormat.of().parseHex(hex));
		this.output.flush();
		return this;
	}

	byte[] read() throws IOException {
		byte[] message = new byte[this.input.readUnsignedShort()];
		this.input.readFully(message);
		return message;
	}

	String readText() throws IOException {
		return new String(read(), "ISO-8859-1");
	}

	void close() throws IOException {
		this.output.close();
	}

}
