/**
 * The handshake with which two nodes prove to each other that they know the cookie, as
 * steps, for either side. Knows nothing of links.
 * <p>
 * Source: ERTS User's Guide, "Distribution Protocol", section "Distribution Handshake".
 */
@Internal
@NullMarked
package io.macula.gossip.distribution.handshake;

import io.macula.gossip.Internal;
import org.jspecify.annotations.NullMarked;
