package io.macula.gossip.distribution;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Sockets of which both ends are in this process.
 */
@Timeout(30)
class MemorySocketsTests {

	private final MemorySockets sockets = new MemorySockets();

	private final Socket one = this.sockets.client();

	private Socket other;

	@Test
	void whenThreadsThatWroteAndReadHaveEndedShouldCarryOn() throws Exception {
		open();
		Thread first = new Thread(() -> {
			try {
				this.one.getOutputStream().write(1);
				this.other.getInputStream().read();
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
		first.start();
		first.join();
		CompletableFuture<Integer> next = CompletableFuture.supplyAsync(() -> {
			try {
				return this.other.getInputStream().read();
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
		this.one.getOutputStream().write(200);
		assertThat(next.get(10, TimeUnit.SECONDS)).isEqualTo(200);
	}

	@Test
	void shouldCarryBytesInTheirOrderBothWays() throws Exception {
		open();
		this.one.getOutputStream().write(new byte[] { 9, 1, 2, 3 }, 1, 3);
		this.one.getOutputStream().write(4);
		assertThat(this.other.getInputStream().readNBytes(4)).containsExactly(1, 2, 3, 4);
		this.other.getOutputStream().write(5);
		assertThat(this.one.getInputStream().available()).isEqualTo(1);
		assertThat(this.one.getInputStream().read(new byte[10], 2, 8)).isEqualTo(1);
	}

	@Test
	void whenOneEndIsClosedShouldHaveTheOtherReadWhatIsLeft() throws Exception {
		open();
		this.one.getOutputStream().write(1);
		this.one.close();
		assertThat(this.other.getInputStream().readAllBytes()).containsExactly(1);
		assertThatIOException().isThrownBy(() -> this.one.getInputStream().read());
		assertThatIOException().isThrownBy(() -> this.other.getOutputStream().write(1));
	}

	@Test
	void whenNobodyListensShouldRefuse() {
		assertThatExceptionOfType(ConnectException.class)
			.isThrownBy(() -> this.one.connect(new InetSocketAddress("127.0.0.1", 1), 1000));
	}

	private void open() throws IOException {
		try (ServerSocket server = this.sockets.server()) {
			server.bind(null, 1);
			this.one.connect(new InetSocketAddress("127.0.0.1", server.getLocalPort()), 1000);
			this.other = server.accept();
		}
	}

}
