/**
 * The shell around the protocol: turns sockets and timers into inputs of the membership,
 * and its effects into announcements and events.
 */
@NullMarked
package io.macula.gossip.service;

import org.jspecify.annotations.NullMarked;
