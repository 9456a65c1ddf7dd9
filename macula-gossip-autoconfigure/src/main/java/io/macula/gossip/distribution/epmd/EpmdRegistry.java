package io.macula.gossip.distribution.epmd;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The names that the embedded EPMD knows, and their creations. Owned by the thread that
 * serves it; no I/O.
 */
final class EpmdRegistry {

	/**
	 * Most former names whose creation is remembered, as in epmd itself.
	 */
	static final int MAX_FORMER_NAMES = 1000;

	static final long LAST_CREATION = 0xFFFFFFFFL;

	/**
	 * First creation that cannot be taken for one of the old kind, 1 to 3.
	 */
	static final long FIRST_CREATION = 4;

	private final int port;

	private final int maximum;

	private final LongSupplier random;

	private final Map<String, Entry> entries = new LinkedHashMap<>();

	private final Map<String, Long> formerCreations = new FormerCreations();

	private byte @Nullable [] names;

	/**
	 * Create an empty registry.
	 * @param port the port that is served, which NAMES and DUMP tell
	 * @param maximum the most names
	 * @param random gives the creation of a name that is not remembered, from
	 * {@link #FIRST_CREATION} to {@link #LAST_CREATION}
	 */
	EpmdRegistry(int port, int maximum, LongSupplier random) {
		this.port = port;
		this.maximum = maximum;
		this.random = random;
	}

	/**
	 * Add a name.
	 * @param name the name
	 * @param port the port of its node
	 * @param description what a look-up is to answer
	 * @return its creation, never that of its last registration; or empty if the name is
	 * taken or the registry full
	 */
	OptionalLong register(String name, int port, byte[] description) {
		if (this.entries.containsKey(name) || this.entries.size() >= this.maximum) {
			return OptionalLong.empty();
		}
		Long former = this.formerCreations.remove(name);
		long creation = (former != null) ? next(former) : this.random.getAsLong();
		this.entries.put(name, new Entry(port, description, creation));
		this.names = null;
		return OptionalLong.of(creation);
	}

	private static long next(long creation) {
		return (creation < LAST_CREATION) ? creation + 1 : FIRST_CREATION;
	}

	void unregister(String name) {
		Entry entry = this.entries.remove(name);
		if (entry != null) {
			this.formerCreations.put(name, entry.creation());
			this.names = null;
		}
	}

	byte @Nullable [] describe(String name) {
		Entry entry = this.entries.get(name);
		return (entry != null) ? entry.description() : null;
	}

	/**
	 * Return the answer to NAMES: one array for all who ask until a name comes or goes,
	 * since many may ask at once and not read what they get.
	 * @return the answer; not to be changed
	 */
	byte[] names() {
		byte[] names = this.names;
		if (names == null) {
			StringBuilder lines = new StringBuilder();
			this.entries.forEach((name,
					entry) -> lines.append("name ").append(name).append(" at port ").append(entry.port()).append('\n'));
			names = withPort(lines);
			this.names = names;
		}
		return names;
	}

	/**
	 * Return the answer to DUMP, whose lines epmd ends by a NUL. There are no file
	 * descriptors to tell: -1 stands for them.
	 * @return the answer
	 */
	byte[] dump() {
		StringBuilder lines = new StringBuilder();
		this.entries.forEach((name, entry) -> lines.append("active name     <")
			.append(name)
			.append("> at port ")
			.append(entry.port())
			.append(", fd = -1\n\0"));
		this.formerCreations.keySet()
			.forEach((name) -> lines.append("old/unused name <").append(name).append(">, port = 0, fd = -1 \n\0"));
		return withPort(lines);
	}

	private byte[] withPort(StringBuilder lines) {
		byte[] encoded = EpmdProtocol.encode(lines.toString());
		return ByteBuffer.allocate(4 + encoded.length).putInt(this.port).put(encoded).array();
	}

	private record Entry(int port, byte[] description, long creation) {

	}

	private static final class FormerCreations extends LinkedHashMap<String, Long> {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
			return size() > MAX_FORMER_NAMES;
		}

	}

}
