package io.macula.gossip.service;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.macula.gossip.GossipClusterService;

/**
 * Takes what a process has of something, and for a while whatever becomes free of it.
 */
final class Hoard {

	private static final long STEP_NANOS = Duration.ofMillis(10).toNanos();

	private static final int LARGEST = 1 << 20;

	private static final int KILOBYTE = 1024;

	/**
	 * Room for all there is, since nothing more can be made once the heap is full.
	 */
	private static final Object[] hoarded = new Object[1 << 17];

	private static int size;

	private Hoard() {
	}

	/**
	 * Hoard something, and give it back. Returns then.
	 * @param what what and for how many milliseconds: {@code descriptors 3000},
	 * {@code heap 3000}, or {@code nearly 3000} for all of the heap but what a node needs
	 * to live
	 */
	static void of(String what) {
		String[] words = what.split(" ");
		Runnable take = switch (words[0]) {
			case "descriptors" -> {
				loadAll();
				yield Hoard::takeDescriptors;
			}
			case "heap" -> () -> takeHeap(1);
			case "nearly" -> () -> takeHeap(128 * KILOBYTE);
			default -> throw new IllegalArgumentException(what);
		};
		long end = System.nanoTime() + Duration.ofMillis(Long.parseLong(words[1])).toNanos();
		while (System.nanoTime() - end < 0) {
			take.run();
			LockSupport.parkNanos(STEP_NANOS);
		}
		giveBack();
	}

	/**
	 * Load the product's classes, as tests have them in a directory: each would take a
	 * descriptor, and one that cannot be loaded once is broken for ever. Those of a jar
	 * that is open take none.
	 */
	private static void loadAll() {
		try {
			Path classes = Path
				.of(GossipClusterService.class.getProtectionDomain().getCodeSource().getLocation().toURI());
			try (Stream<Path> files = Files.walk(classes)) {
				files.map((file) -> classes.relativize(file).toString())
					.filter((file) -> file.endsWith(".class"))
					.forEach((file) -> load(file.replace(".class", "").replace('/', '.')));
			}
		}
		catch (IOException | URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void load(String name) {
		try {
			Class.forName(name, false, Hoard.class.getClassLoader());
		}
		catch (ClassNotFoundException | LinkageError ex) {
			// What is optional is not in use either
		}
	}

	private static void takeDescriptors() {
		try {
			while (true) {
				hoarded[size] = new FileInputStream("/dev/null");
				size++;
			}
		}
		catch (IOException ex) {
			// There are none left
		}
	}

	private static void takeHeap(int least) {
		for (int bytes = LARGEST; bytes >= least; bytes /= 2) {
			try {
				while (size < hoarded.length) {
					hoarded[size] = new byte[bytes];
					size++;
				}
			}
			catch (OutOfMemoryError ex) {
				// There is less left
			}
		}
	}

	private static void giveBack() {
		while (size > 0) {
			size--;
			if (hoarded[size] instanceof InputStream stream) {
				try {
					stream.close();
				}
				catch (IOException ex) {
					// Its descriptor is free all the same
				}
			}
			hoarded[size] = null;
		}
	}

}
