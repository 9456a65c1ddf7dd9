import { byId, html } from './dom.js';

const MOST_DISAGREEMENTS = 50;

let shown = '';

/**
 * Show what each node sees. What has not changed stays untouched, so that nothing is read
 * out twice.
 */
export function show(answer) {
	const text = JSON.stringify(answer);
	if (text === shown) {
		return;
	}
	shown = text;
	byId('views').replaceChildren(...answer.views.map(view));
	const disagreements = answer.disagreements.slice(0, MOST_DISAGREEMENTS).map(disagreement);
	byId('disagreements').replaceChildren(...(disagreements.length ? disagreements : [agreement(answer.views)]));
}

function view(view) {
	const seen = view.sees === null ? 'does not tell'
		: view.sees.length === 0 ? 'sees nobody'
		: `sees ${view.sees.length}: ${view.sees.join(', ')}`;
	return html('li', { 'data-node': view.node }, html('b', {}, view.node), ` ${seen}`);
}

function disagreement({ node, seenBy, missedBy }) {
	return html('li', { class: 'disagreement', 'data-node': node },
		html('b', {}, node), ` is up for ${seenBy.join(', ') || 'itself'}, but not for ${missedBy.join(', ')}`);
}

function agreement(views) {
	const telling = views.filter((each) => each.sees !== null).length;
	return html('li', { class: 'agreement' }, telling > 1 ? `The ${telling} nodes that tell agree.`
		: 'No other node tells what it sees.');
}
