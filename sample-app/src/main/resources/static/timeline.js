import { byId, html, timeOf } from './dom.js';
import { describe } from './states.js';

const MOST = 200;

const list = byId('timeline');

let lastId = 0;

/**
 * Add an event. A stream that was opened anew begins with what is shown already.
 */
export function add(event) {
	if (event.id <= lastId) {
		return;
	}
	lastId = event.id;
	byId('nothing').hidden = true;
	list.prepend(html('li', { 'data-kind': event.kind, 'data-node': event.node },
		timeOf(event.at), html('span', {}, html('b', {}, event.node), describe(event))));
	while (list.children.length > MOST) {
		list.lastElementChild.remove();
	}
}
