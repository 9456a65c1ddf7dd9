import { byId, setAll, setText, svg } from './dom.js';
import { KINDS, STATES } from './states.js';

const CENTRE = { x: 200, y: 192 };

const INNER = 12;

const MOST = 36;

const LABEL = 14;

const picture = byId('picture');

const lines = picture.appendChild(svg('g', { 'aria-hidden': 'true' }));

const shapes = new Map();

/**
 * Draw the cluster. A node that is there already keeps its element, and the focus with it.
 */
export function draw(nodes, views, selected, onSelect) {
	const drawn = nodes.slice(0, MOST + 1);
	const places = new Map(drawn.map((node, index) => [node.name, placeOf(index, drawn.length - 1)]));
	for (const [name, element] of shapes) {
		if (!places.has(name)) {
			element.remove();
			shapes.delete(name);
		}
	}
	for (const node of drawn) {
		if (!shapes.has(node.name)) {
			shapes.set(node.name, picture.appendChild(create(node.name, onSelect)));
		}
		update(shapes.get(node.name), node, places.get(node.name), node.name === selected);
	}
	lines.replaceChildren(...linesBetween(drawn, places, views));
	const hidden = nodes.length - drawn.length;
	byId('more').hidden = hidden === 0;
	setText(byId('more'), `and ${hidden} more that are not drawn`);
}

function placeOf(index, others) {
	if (index === 0) {
		return CENTRE;
	}
	const inner = others <= INNER ? others : INNER;
	const isInner = index <= inner;
	const radius = others <= INNER ? 135 : isInner ? 100 : 168;
	const angle = 2 * Math.PI * (isInner ? (index - 1) / inner : (index - inner - 1) / (others - inner));
	return {
		x: Math.round(CENTRE.x + radius * Math.sin(angle)),
		y: Math.round(CENTRE.y - radius * Math.cos(angle))
	};
}

function create(name, onSelect) {
	const element = svg('g', { class: 'node', role: 'button', tabindex: '0', 'data-node': name, 'aria-controls': 'details' },
		svg('title', {}, name), svg('circle', { class: 'target', r: 31 }), svg('path', { class: 'shape' }),
		svg('path', { class: 'cross', d: 'M-9-20 9 20M9-20-9 20' }), svg('text', { class: 'kind', y: 4 }),
		svg('text', { class: 'name', y: 42 }, labelOf(name)));
	element.addEventListener('click', () => onSelect(name));
	element.addEventListener('keydown', (event) => keyPressed(event, name, onSelect));
	return element;
}

function keyPressed(event, name, onSelect) {
	if (event.key === 'Enter' || event.key === ' ') {
		event.preventDefault();
		onSelect(name);
	}
	const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
	if (step) {
		event.preventDefault();
		const all = [...picture.querySelectorAll('.node')];
		const next = all.findIndex((each) => each.dataset.node === name) + step;
		all.at(next % all.length).focus();
	}
}

function update(element, node, place, isSelected) {
	const state = STATES[node.state];
	setAll(element, {
		transform: `translate(${place.x} ${place.y})`,
		'data-state': node.state,
		'data-kind': node.kind,
		'aria-pressed': isSelected,
		'aria-label': `${node.name}, ${KINDS[node.kind]}, ${state.words}`
	});
	setAll(element.querySelector('.shape'), { d: state.shape });
	setText(element.querySelector('.kind'), KINDS[node.kind]);
}

function linesBetween(nodes, places, views) {
	const seen = new Map(views.map((view) => [view.node, view.sees && new Set(view.sees)]));
	const sees = (one, other) => seen.get(one.name)?.has(other.name);
	const result = [];
	nodes.forEach((one, index) => nodes.slice(index + 1).forEach((other) => {
		const there = sees(one, other);
		const back = sees(other, one);
		if (there || back) {
			const from = places.get(one.name);
			const to = places.get(other.name);
			const oneSided = there === false || back === false;
			result.push(svg('line', { class: oneSided ? 'line one-sided' : index === 0 ? 'line own' : 'line',
				x1: from.x, y1: from.y, x2: to.x, y2: to.y }));
		}
	}));
	return result;
}

function labelOf(name) {
	const characters = [...name.slice(0, name.lastIndexOf('@'))];
	return characters.length <= LABEL ? characters.join('')
		: `${characters.slice(0, 6).join('')}…${characters.slice(-(LABEL - 7)).join('')}`;
}
