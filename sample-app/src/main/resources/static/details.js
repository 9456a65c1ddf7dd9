import { byId, html, setText, timeOf } from './dom.js';
import { KIND_WORDS, STATES } from './states.js';

/**
 * Show what is known of a node.
 */
export function show(node) {
	setText(byId('details-title'), node.name);
	const state = byId('details-state');
	state.dataset.state = node.state;
	setText(state, STATES[node.state].words);
	byId('details-facts').replaceChildren(...facts(node).flatMap(([term, ...values]) =>
		[html('dt', {}, term), ...values.map((value) => html('dd', {}, value))]));
}

/**
 * Show why the node is here or not, in the words of the service.
 */
export function explain(node, sentences) {
	const here = ['self', 'connected', 'suspected'].includes(node.state);
	byId('details-why').hidden = false;
	setText(byId('why-title'), here ? 'How it is' : 'Why is it not here?');
	byId('why').replaceChildren(...sentences.map((sentence) => html('li', {}, sentence)));
}

function facts(node) {
	const facts = [];
	const add = (term, value) => value && facts.push([term, value]);
	const addTime = (term, instant) => instant && facts.push([term, timeOf(instant)]);
	if (node.kind) {
		add('Runs on', KIND_WORDS[node.kind]);
	}
	add('Group', node.group);
	add('Mode', node.mode);
	if (node.problems) {
		add('Announcements', node.authenticated ? 'signed' : 'not signed: anybody on this network can make them');
		node.problems.forEach((problem) => add('Problem', problem));
	}
	add('Address', node.address);
	addTime('First heard', node.discoveredAt);
	addTime('Up since', node.connectedAt);
	addTime('Last heard', node.lastHeardAt);
	add('What is wrong', node.lastError);
	for (const [key, value] of Object.entries(node.metadata ?? {}).sort()) {
		facts.push([`Metadata ${key}`, value]);
	}
	if (node.sees) {
		facts.push(['Sees', ...(node.sees.length ? node.sees : ['nobody'])]);
	}
	else if (node.sees === null) {
		add('Sees', 'it does not tell');
	}
	return facts;
}
