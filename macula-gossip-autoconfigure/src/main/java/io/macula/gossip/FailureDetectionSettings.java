package io.macula.gossip;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How long a node may be silent. What is not set follows from the interval between
 * announcements. Not thread-safe; checked where the service is built.
 */
public class FailureDetectionSettings {

	/**
	 * Silence after which a node is suspected, and probed over its link. 2.1 intervals if
	 * not set. Shorter finds a dead node sooner, and costs a probe for every few
	 * announcements lost.
	 */
	private @Nullable Duration suspectAfter;

	/**
	 * Silence after which a node is down in connection mode heartbeat. 3.2 intervals if
	 * not set, and 5 s at least with the protocol libcluster. Longer survives longer
	 * pauses and more lost announcements, shorter sees a dead node sooner.
	 */
	private @Nullable Duration downAfter;

	/**
	 * Time for which a node stays listed that is down, or was heard and never up. 20
	 * intervals if not set. Longer keeps the trace of dead nodes, and their places in the
	 * table.
	 */
	private @Nullable Duration forgetAfter;

	/**
	 * Time that a node has to answer a probe of its link before it is down. 1.2 intervals
	 * if not set. Shorter sees a dead node sooner, and takes nodes down that pause for
	 * longer.
	 */
	private @Nullable Duration probeTimeout;

	/**
	 * Create settings that all follow from the interval.
	 */
	public FailureDetectionSettings() {
	}

	/**
	 * Create a copy.
	 * @param other the settings to copy
	 */
	public FailureDetectionSettings(FailureDetectionSettings other) {
		this.suspectAfter = other.suspectAfter;
		this.downAfter = other.downAfter;
		this.forgetAfter = other.forgetAfter;
		this.probeTimeout = other.probeTimeout;
	}

	/**
	 * Return the silence after which a node is suspected.
	 * @return the time, or {@code null} for 2.1 intervals
	 */
	public @Nullable Duration getSuspectAfter() {
		return this.suspectAfter;
	}

	/**
	 * Set the silence after which a node is suspected.
	 * @param suspectAfter less than the silence after which it is down; {@code null} for
	 * 2.1 intervals
	 */
	public void setSuspectAfter(@Nullable Duration suspectAfter) {
		this.suspectAfter = suspectAfter;
	}

	/**
	 * Return the silence after which a node is down in connection mode heartbeat.
	 * @return the time, or {@code null} for 3.2 intervals
	 */
	public @Nullable Duration getDownAfter() {
		return this.downAfter;
	}

	/**
	 * Set the silence after which a node is down in connection mode heartbeat.
	 * @param downAfter more than an interval; {@code null} for 3.2 intervals
	 */
	public void setDownAfter(@Nullable Duration downAfter) {
		this.downAfter = downAfter;
	}

	/**
	 * Return how long a node stays listed that is not up.
	 * @return the time, or {@code null} for 20 intervals
	 */
	public @Nullable Duration getForgetAfter() {
		return this.forgetAfter;
	}

	/**
	 * Set how long a node stays listed that is down, or was heard and never up.
	 * @param forgetAfter more than the silence after which it is down; {@code null} for
	 * 20 intervals
	 */
	public void setForgetAfter(@Nullable Duration forgetAfter) {
		this.forgetAfter = forgetAfter;
	}

	/**
	 * Return the time that a node has to answer a probe of its link.
	 * @return the time, or {@code null} for 1.2 intervals
	 */
	public @Nullable Duration getProbeTimeout() {
		return this.probeTimeout;
	}

	/**
	 * Set the time that a node has to answer a probe of its link before it is down.
	 * @param probeTimeout the time; {@code null} for 1.2 intervals
	 */
	public void setProbeTimeout(@Nullable Duration probeTimeout) {
		this.probeTimeout = probeTimeout;
	}

}
