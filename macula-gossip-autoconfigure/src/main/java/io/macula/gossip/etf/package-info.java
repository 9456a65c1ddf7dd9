/**
 * Erlang's External Term Format: bytes in, {@link Term terms} out, and back. No I/O, no
 * threads, nothing but the JDK. {@link TermDecoder} reads what any peer sends, hostile
 * bytes included; {@link TermEncoder} writes what OTP 25 and later read.
 * <p>
 * Source: ERTS User's Guide, chapter "External Term Format".
 */
@NullMarked
package io.macula.gossip.etf;

import org.jspecify.annotations.NullMarked;
