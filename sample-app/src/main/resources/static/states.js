// A state is told by colour, by shape and in words.

export const STATES = {
	self: { words: 'this node', shape: 'M-26 0a26 26 0 1 0 52 0a26 26 0 1 0-52 0' },
	stopped: { words: 'this node, which takes no part', shape: 'M-24-24H24V24H-24Z' },
	connected: { words: 'up', shape: 'M-22 0a22 22 0 1 0 44 0a22 22 0 1 0-44 0' },
	suspected: { words: 'up, but silent', shape: 'M0-28 29 22H-29Z' },
	discovered: { words: 'heard, not up', shape: 'M-20-20H20V20H-20Z' },
	down: { words: 'down', shape: 'M0-28 28 0 0 28-28 0Z' },
	unknown: { words: 'not known here', shape: 'M-20-20H20V20H-20Z' }
};

export const KINDS = { JVM: 'JVM', BEAM: 'BEAM', UNKNOWN: '?' };

export const KIND_WORDS = { JVM: 'JVM', BEAM: 'Erlang or Elixir', UNKNOWN: 'it cannot be told' };

const REASONS = {
	LEFT: 'it said that it is leaving',
	SILENT: 'nothing was heard of it for too long',
	LINK_CLOSED: 'its link closed: it stopped, died or was disconnected',
	UNRESPONSIVE: 'it was silent, and did not answer over its link either',
	STOPPED: 'this node itself stopped taking part'
};

const EVENTS = {
	discovered: (event) => ' was heard',
	up: (event) => ' is up',
	down: (event) => ` is down: ${REASONS[event.reason] ?? event.reason}`,
	metadata: (event) => ' told its metadata'
};

export function describe(event) {
	return (EVENTS[event.kind] ?? (() => ` ${event.kind}`))(event);
}
