package io.macula.gossip.message;

import java.util.Collection;

/**
 * The keys of maps and the values of sets that another node may choose: those that cannot
 * be sorted could be chosen so that each takes longer to store than the one before.
 */
final class Keys {

	/**
	 * How many there may be that cannot be sorted.
	 */
	static final int MOST_UNSORTED = 1000;

	private Keys() {
	}

	/**
	 * Say whether so many of such keys can be stored in short time. Where they are all of
	 * one comparable class, a hash table sorts those that collide.
	 */
	static boolean areFew(Collection<?> keys) {
		if (keys.size() <= MOST_UNSORTED) {
			return true;
		}
		Object first = keys.iterator().next();
		return first instanceof Comparable
				&& keys.stream().allMatch((key) -> key != null && key.getClass() == first.getClass());
	}

}
