package io.macula.gossip.membership;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

import io.macula.gossip.NodeName;
import io.macula.gossip.NodeState;
import org.jspecify.annotations.Nullable;

/**
 * A place in the table. Changed by the owner of the {@link Membership} alone; any thread
 * may ask for a {@link #snapshot()}.
 */
final class MemberEntry {

	private static final VarHandle LAST_HEARD_AT = lastHeardAtHandle();

	final NodeName name;

	final InetAddress discoveredFrom;

	final Source source;

	/**
	 * Changed with each announcement: a field of its own, and no object to go through.
	 */
	private volatile long lastHeardAt;

	/**
	 * What all may see, but for the time when its last announcement came, which changes
	 * too often to be copied each time.
	 */
	private volatile Member shown;

	/**
	 * Where it stands among those that may have to leave the table.
	 */
	@Nullable Map<NodeName, MemberEntry> order;

	/**
	 * When it last showed in any way that it is alive.
	 */
	long lastAliveAt;

	/**
	 * Where it was before it was where it is, and when it was last heard of until then.
	 */
	private @Nullable InetAddress formerAddress;

	private long formerUntil;

	/**
	 * How long its next announcement may take, if that is longer than with our interval.
	 */
	long usualGap;

	private @Nullable Gaps gaps;

	private volatile @Nullable Duration announcesEvery;

	/**
	 * Whether it announces itself from where it is, or has to: then its silence is a
	 * reason to suspect it.
	 */
	boolean announces;

	boolean connecting;

	/**
	 * Until when the news that it is up waits for what it tells of itself; {@code null}
	 * if it does not wait.
	 */
	@Nullable Long upHeldUntil;

	/**
	 * Whether its link was lost, and it has had none since.
	 */
	boolean lost;

	/**
	 * When that was.
	 */
	private long lostAt;

	/**
	 * Where its announcements came from until then.
	 */
	private int lostPort;

	/**
	 * Whether it was heard since, in a way that shows that it is there.
	 */
	private boolean heardSinceLost;

	/**
	 * Whether to connect again once it may be, without another announcement.
	 */
	boolean wanted;

	/**
	 * Where the last attempt to connect was to go.
	 */
	@Nullable InetAddress triedAddress;

	/**
	 * From where its name was refused, and until when it is refused without a look.
	 */
	@Nullable InetAddress refusedAddress;

	long refusedUntil;

	int failedConnects;

	/**
	 * From when on an announcement may lead to an attempt to connect.
	 */
	long connectFrom;

	/**
	 * When to connect again without one.
	 */
	long reconnectAt;

	/**
	 * Until when it stays listed, though nothing is heard of it.
	 */
	long keepUntil;

	long probeDeadline;

	MemberEntry(NodeName name, InetAddress address, Source source, long now) {
		this.name = name;
		this.discoveredFrom = address;
		this.source = source;
		heardAt(now);
		this.shown = new Member(name, NodeState.DISCOVERED, address, 0, now, null, now, null, Introduction.NONE);
		this.lastAliveAt = now;
		this.connectFrom = now;
		this.keepUntil = now;
	}

	NodeState state() {
		return this.shown.state();
	}

	boolean isUp() {
		return this.shown.state() != NodeState.DISCOVERED;
	}

	/**
	 * Return when its last announcement came, or its link up if none came since.
	 */
	long lastHeardAt() {
		return (long) LAST_HEARD_AT.get(this);
	}

	Gaps gaps() {
		Gaps known = this.gaps;
		if (known == null) {
			known = new Gaps();
			this.gaps = known;
		}
		return known;
	}

	/**
	 * Return its interval, if that is known to be longer than ours. For any thread.
	 */
	@Nullable Duration announcesEvery() {
		return this.announcesEvery;
	}

	void announcesEvery(@Nullable Duration interval) {
		if (interval != this.announcesEvery) {
			this.announcesEvery = interval;
		}
	}

	Introduction introduction() {
		return this.shown.introduction();
	}

	void heardAt(long now) {
		LAST_HEARD_AT.setRelease(this, now);
	}

	/**
	 * Say whether its announcements come from an address: a node that sends on several
	 * interfaces has several.
	 * @param since from when on one that came from there counts, if later ones did not
	 */
	boolean isHeardAt(InetAddress address, long since) {
		return isAt(address) || (address.equals(this.formerAddress) && this.formerUntil - since >= 0);
	}

	boolean isAt(InetAddress address) {
		return this.shown.address().equals(address);
	}

	void movedTo(InetAddress address) {
		if (!isAt(address)) {
			movedTo(address, 0);
		}
	}

	/**
	 * Its announcement came from a socket.
	 */
	void heardFrom(InetSocketAddress source) {
		if (!isAt(source.getAddress()) || this.shown.port() != source.getPort()) {
			movedTo(source.getAddress(), source.getPort());
		}
	}

	private void movedTo(InetAddress address, int port) {
		if (!isAt(address)) {
			this.formerAddress = this.shown.address();
			this.formerUntil = lastHeardAt();
		}
		this.shown = new Member(this.name, this.shown.state(), address, port, this.shown.discoveredAt(),
				this.shown.connectedAt(), lastHeardAt(), this.shown.downCause(), this.shown.introduction());
	}

	/**
	 * Say whether it is to be connected to at {@link #reconnectAt}, whether it is heard
	 * by then or not.
	 */
	boolean isSought(long now) {
		return !isUp() && !this.connecting && (this.wanted || now - this.keepUntil < 0);
	}

	/**
	 * Say whether it may leave the table.
	 * @param forgetAfter how long it is kept since it was heard
	 */
	boolean isForgotten(long now, long forgetAfter) {
		return !isUp() && !this.connecting && now - lastHeardAt() >= forgetAfter && now - this.keepUntil >= 0;
	}

	/**
	 * Its link was lost.
	 */
	void lost(long now) {
		this.lost = true;
		this.lostAt = now;
		this.lostPort = this.shown.port();
		this.heardSinceLost = false;
	}

	/**
	 * An announcement came: say whether it is the first to show that a node whose link
	 * was lost is there again, at the same address. What its former process sent last may
	 * still be on its way then; another one sends from another port, or comes later.
	 * @param late how long that may take
	 */
	boolean isBack(InetSocketAddress from, long now, long late) {
		boolean back = this.lost && !this.heardSinceLost && isAt(from.getAddress())
				&& (from.getPort() != this.lostPort || now - this.lostAt >= late);
		this.heardSinceLost |= back;
		return back;
	}

	/**
	 * It is up, or still up.
	 */
	void up(long now) {
		if (!isUp()) {
			show(NodeState.CONNECTED, now, null, this.shown.introduction());
		}
		else if (this.shown.state() != NodeState.CONNECTED) {
			show(NodeState.CONNECTED, this.shown.connectedAt(), null, this.shown.introduction());
		}
	}

	/**
	 * It is up, and silent for longer than it should be.
	 */
	void suspected() {
		if (this.shown.state() != NodeState.SUSPECTED) {
			show(NodeState.SUSPECTED, this.shown.connectedAt(), null, this.shown.introduction());
		}
	}

	/**
	 * It is not up, for a reason in words.
	 */
	void down(String cause) {
		show(NodeState.DISCOVERED, null, cause, this.shown.introduction());
	}

	void told(Introduction introduction) {
		show(this.shown.state(), this.shown.connectedAt(), this.shown.downCause(), introduction);
	}

	/**
	 * Return what is known of it. For any thread.
	 */
	Member snapshot() {
		return this.shown.heardAt(this.lastHeardAt);
	}

	private void show(NodeState state, @Nullable Long connectedAt, @Nullable String downCause,
			Introduction introduction) {
		this.shown = new Member(this.name, state, this.shown.address(), this.shown.port(), this.shown.discoveredAt(),
				connectedAt, lastHeardAt(), downCause, introduction);
	}

	private static VarHandle lastHeardAtHandle() {
		try {
			return MethodHandles.lookup().findVarHandle(MemberEntry.class, "lastHeardAt", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

}
