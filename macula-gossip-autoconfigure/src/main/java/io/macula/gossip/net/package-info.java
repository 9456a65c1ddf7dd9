/**
 * What all that deals with sockets needs: addresses as text, which ones are this
 * machine's, when to try again. Knows only the JDK.
 */
@Internal
@NullMarked
package io.macula.gossip.net;

import io.macula.gossip.Internal;
import org.jspecify.annotations.NullMarked;
