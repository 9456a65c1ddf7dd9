package io.macula.gossip.message;

/**
 * Counts the values of the JSON in one message, as strict JSON has them, so that few
 * bytes cannot become many objects: two bytes are an object, which takes fifty. For one
 * thread.
 */
final class JsonBudget {

	/**
	 * How many there may be, which take some 60 MB at worst.
	 */
	static final int MOST_VALUES = 1_000_000;

	private int values;

	/**
	 * Add some JSON.
	 * @return whether there are no more values than may be, and it is UTF-8
	 */
	boolean add(byte[] json) {
		boolean text = false;
		for (int index = 0; index < json.length; index++) {
			byte next = json[index];
			if (next == 0) {
				// As UTF-16 and UTF-32 have it in each of their signs
				return false;
			}
			if (next == '"') {
				text = !text;
			}
			else if (text) {
				// What is escaped ends no text
				index += (next == '\\') ? 1 : 0;
			}
			else if (next == ',' || next == ':' || next == '[' || next == '{') {
				this.values++;
			}
		}
		return this.values <= MOST_VALUES;
	}

}
