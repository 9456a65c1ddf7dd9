/**
 * What all that deals with sockets needs: addresses as text, which ones are this
 * machine's, when to try again. Knows only the JDK.
 */
@NullMarked
package io.macula.gossip.net;

import org.jspecify.annotations.NullMarked;
