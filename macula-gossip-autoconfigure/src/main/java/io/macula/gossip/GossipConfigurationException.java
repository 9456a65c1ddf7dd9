package io.macula.gossip;

import org.jspecify.annotations.Nullable;

/**
 * A setting of the cluster that can never work, or does not on this machine. Names the
 * setting, its value and the remedy.
 */
public class GossipConfigurationException extends RuntimeException {

	private final String setting;

	private final String problem;

	private final String remedy;

	/**
	 * Create an exception.
	 * @param setting the setting, named as its property is below {@code macula.gossip}
	 * @param problem what is wrong, a sentence that names the value unless that is secret
	 * @param remedy what to do, a sentence
	 */
	public GossipConfigurationException(String setting, String problem, String remedy) {
		this(setting, problem, remedy, null);
	}

	/**
	 * Create an exception with a cause.
	 * @param setting the setting, named as its property is below {@code macula.gossip}
	 * @param problem what is wrong, a sentence that names the value unless that is secret
	 * @param remedy what to do, a sentence
	 * @param cause the cause, may be {@code null}
	 */
	public GossipConfigurationException(String setting, String problem, String remedy, @Nullable Throwable cause) {
		super("%s: %s %s".formatted(setting, problem, remedy), cause);
		this.setting = setting;
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Return the setting.
	 * @return the setting, named as its property is below {@code macula.gossip}
	 */
	public String getSetting() {
		return this.setting;
	}

	/**
	 * Return what is wrong.
	 * @return a sentence
	 */
	public String getProblem() {
		return this.problem;
	}

	/**
	 * Return what to do.
	 * @return a sentence
	 */
	public String getRemedy() {
		return this.remedy;
	}

}
