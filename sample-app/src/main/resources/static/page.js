import { byId, html, setText, svg } from './dom.js';
import { draw } from './picture.js';
import { STATES } from './states.js';
import * as details from './details.js';
import * as timeline from './timeline.js';
import * as views from './views.js';

// What has no event, such as silence, shows after this at the latest
const LOOK_EVERY = 2000;

const REOPEN_AFTER = 1000;

const PATIENCE = 5000;

let cluster = null;

let seen = [];

let selected = null;

let explained = null;

let asked = 0;

let answered = 0;

function nodes() {
	const self = {
		name: cluster.self, state: cluster.running ? 'self' : 'stopped', kind: 'JVM', group: cluster.group,
		mode: cluster.mode, authenticated: cluster.authenticated, problems: cluster.problems
	};
	const told = new Map(seen.map((view) => [view.node, view]));
	const all = [self, ...cluster.nodes.map((node) => ({ ...node, kind: kindOf(node, told.get(node.name)) }))];
	return all.map((node) => ({ ...node, sees: told.get(node.name)?.sees }));
}

function kindOf(node, view) {
	return Object.keys(node.metadata).length ? 'JVM' : view?.kind ?? 'UNKNOWN';
}

function render() {
	const all = nodes();
	setText(byId('self'), cluster.self);
	document.title = `${all.filter((node) => ['connected', 'suspected'].includes(node.state)).length} others · ${cluster.self}`;
	draw(all, seen, selected, select);
	if (selected !== null) {
		const node = all.find((each) => each.name === selected) ?? { name: selected, state: 'unknown' };
		details.show(node);
		explain(node);
	}
}

function select(name) {
	selected = name;
	explained = null;
	render();
	byId('details').scrollIntoView({ block: 'nearest' });
}

async function explain(node) {
	const about = `${node.name} ${node.state} ${node.lastError}`;
	if (about === explained) {
		return;
	}
	explained = about;
	const sentences = await ask(`cluster/explanation?node=${encodeURIComponent(node.name)}`).catch(
		() => ['This node cannot say.']);
	if (about === explained) {
		details.explain(node, sentences);
	}
}

async function ask(path, options = {}) {
	const response = await fetch(path, { signal: AbortSignal.timeout(PATIENCE), cache: 'no-store', ...options });
	if (!response.ok) {
		throw new Error(`${path}: ${response.status}`);
	}
	return response.status === 204 ? null : response.json();
}

/**
 * Look at the cluster. An answer that comes after that to a later question is old.
 */
async function look() {
	const number = ++asked;
	try {
		const answer = await ask('cluster');
		if (number > answered) {
			answered = number;
			cluster = answer;
			render();
			say('live', 'Live');
		}
	}
	catch {
		if (number > answered) {
			say('away', 'This node does not answer. Trying again …');
		}
	}
}

async function lookAround() {
	const answer = await ask('cluster/views').catch(() => null);
	if (answer !== null && cluster !== null) {
		seen = answer.views;
		views.show(answer);
		render();
	}
}

function say(state, text) {
	const status = byId('status');
	status.dataset.state = state;
	document.body.dataset.state = state;
	setText(status, text);
}

function happened(message) {
	timeline.add(JSON.parse(message.data));
	look().then(lookAround);
}

/**
 * Open the stream of events. The browser opens it again when it broke, and gives up where
 * the answer was an error.
 */
function listen() {
	const stream = new EventSource('cluster/events');
	stream.onmessage = happened;
	stream.onerror = () => {
		if (stream.readyState === EventSource.CLOSED) {
			setTimeout(listen, REOPEN_AFTER);
		}
		look();
	};
}

async function announce() {
	const button = byId('announce');
	setText(button, await ask('cluster/announcement', { method: 'POST' }).then(() => 'Announced', () => 'Not announced'));
	setTimeout(() => setText(button, 'Announce now'), REOPEN_AFTER);
}

function drawLegend() {
	byId('legend').append(...['self', 'connected', 'suspected', 'discovered', 'down'].map((state) => html('li', {},
		svg('svg', { viewBox: '-32 -32 64 64', 'aria-hidden': 'true', class: 'node', 'data-state': state },
			svg('path', { class: 'shape', d: STATES[state].shape }),
			svg('path', { class: 'cross', d: 'M-9-20 9 20M9-20-9 20' })), STATES[state].words)));
}

async function keepLooking() {
	if (!document.hidden) {
		await look();
		await lookAround();
	}
	setTimeout(keepLooking, LOOK_EVERY);
}

drawLegend();
byId('announce').addEventListener('click', announce);
byId('ask').addEventListener('submit', (event) => {
	event.preventDefault();
	select(byId('ask-name').value.trim());
});
document.addEventListener('visibilitychange', look);
listen();
keepLooking();
