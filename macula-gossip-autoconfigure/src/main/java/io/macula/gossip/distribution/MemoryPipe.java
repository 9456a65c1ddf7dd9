package io.macula.gossip.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Carries bytes from one end to the other, in memory and in their order. Who writes does
 * not wait: what is not read yet is kept. Unlike the pipes of the JDK it minds no thread
 * that ends. Safe for use by several threads.
 */
final class MemoryPipe {

	private static final int EOF = -1;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Queue<byte[]> pieces = new ArrayDeque<>();

	/**
	 * Where the next byte is in the first piece.
	 */
	private int at;

	private boolean ended;

	private boolean abandoned;

	InputStream input() {
		return new Input();
	}

	OutputStream output() {
		return new Output();
	}

	/**
	 * Nothing more is written: who reads comes to the end.
	 */
	void end() {
		this.lock.lock();
		try {
			this.ended = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Nothing more is read: who reads or writes fails.
	 */
	void abandon() {
		this.lock.lock();
		try {
			this.abandoned = true;
			this.pieces.clear();
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void requireOpen(boolean open) throws IOException {
		if (!open) {
			throw new SocketException("Closed");
		}
	}

	private void write(byte[] piece) throws IOException {
		this.lock.lock();
		try {
			requireOpen(!this.ended && !this.abandoned);
			if (piece.length > 0) {
				this.pieces.add(piece);
				this.changed.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private int read(byte[] bytes, int offset, int length) throws IOException {
		this.lock.lock();
		try {
			while (this.pieces.isEmpty() && !this.ended && !this.abandoned) {
				this.changed.await();
			}
			requireOpen(!this.abandoned);
			byte[] piece = this.pieces.peek();
			if (piece == null) {
				return EOF;
			}
			int size = Math.min(length, piece.length - this.at);
			System.arraycopy(piece, this.at, bytes, offset, size);
			this.at += size;
			if (this.at == piece.length) {
				this.pieces.remove();
				this.at = 0;
			}
			return size;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException();
		}
		finally {
			this.lock.unlock();
		}
	}

	private final class Input extends InputStream {

		@Override
		public int read() throws IOException {
			byte[] one = new byte[1];
			return (read(one, 0, 1) != EOF) ? Byte.toUnsignedInt(one[0]) : EOF;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			return (length > 0) ? MemoryPipe.this.read(bytes, offset, length) : 0;
		}

		@Override
		public int available() {
			MemoryPipe.this.lock.lock();
			try {
				byte[] piece = MemoryPipe.this.pieces.peek();
				return (piece != null) ? piece.length - MemoryPipe.this.at : 0;
			}
			finally {
				MemoryPipe.this.lock.unlock();
			}
		}

	}

	private final class Output extends OutputStream {

		@Override
		public void write(int b) throws IOException {
			MemoryPipe.this.write(new byte[] { (byte) b });
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			MemoryPipe.this.write(Arrays.copyOfRange(bytes, offset, offset + length));
		}

	}

}
