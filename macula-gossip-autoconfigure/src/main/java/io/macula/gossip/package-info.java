/**
 * What an application uses: the service, its nodes, events and listener. Depends on
 * nothing else of the product.
 */
@NullMarked
package io.macula.gossip;

import org.jspecify.annotations.NullMarked;
