package io.macula.gossip.distribution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.macula.gossip.etf.PidTerm;
import io.macula.gossip.etf.ReferenceTerm;
import io.macula.gossip.etf.Term;
import org.jspecify.annotations.Nullable;

/**
 * The monitors and links that processes of one other node have set on those of this one.
 * Safe for use by several threads.
 */
final class Watches {

	private static final int LIMIT = 10_000;

	private final Map<ReferenceTerm, Watch> monitors = new HashMap<>();

	private final Set<Tie> ties = new HashSet<>();

	/**
	 * Note a monitor.
	 * @param reference what it is known by
	 * @param watched the pid or name of the process here
	 * @param watcher the process there
	 * @param process the number of the process here
	 * @return {@code false} if there are too many
	 */
	synchronized boolean monitor(ReferenceTerm reference, Term watched, PidTerm watcher, long process) {
		if (this.monitors.size() >= LIMIT) {
			return false;
		}
		this.monitors.put(reference, new Watch(watched, watcher, process));
		return true;
	}

	synchronized @Nullable Watch demonitor(ReferenceTerm reference) {
		return this.monitors.remove(reference);
	}

	synchronized boolean link(PidTerm ours, PidTerm theirs) {
		Tie tie = new Tie(ours, theirs);
		return this.ties.contains(tie) || (this.ties.size() < LIMIT && this.ties.add(tie));
	}

	synchronized void unlink(PidTerm ours, PidTerm theirs) {
		this.ties.remove(new Tie(ours, theirs));
	}

	/**
	 * Take out what watches a process that has ended.
	 * @param process the number of the process
	 * @param reason why it ended
	 * @return the frames that tell so
	 */
	synchronized List<byte[]> end(long process, Term reason) {
		List<byte[]> frames = new ArrayList<>();
		this.monitors.entrySet().removeIf((entry) -> {
			Watch watch = entry.getValue();
			return watch.process() == process
					&& frames.add(Frames.monitorExit(watch.watched(), watch.watcher(), entry.getKey(), reason));
		});
		this.ties
			.removeIf((tie) -> tie.ours().id() == process && frames.add(Frames.exit(tie.ours(), tie.theirs(), reason)));
		return frames;
	}

	/**
	 * A monitor.
	 *
	 * @param watched the pid or name of the process here
	 * @param watcher the process there
	 * @param process the number of the process here
	 */
	record Watch(Term watched, PidTerm watcher, long process) {

	}

	/**
	 * A link between two processes.
	 *
	 * @param ours the one here
	 * @param theirs the one there
	 */
	private record Tie(PidTerm ours, PidTerm theirs) {

	}

}
