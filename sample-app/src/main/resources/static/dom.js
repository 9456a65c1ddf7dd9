// What other nodes say of themselves becomes text, never markup.

const SVG = 'http://www.w3.org/2000/svg';

export function byId(id) {
	return document.getElementById(id);
}

export function html(tag, attributes = {}, ...children) {
	return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
	return fill(document.createElementNS(SVG, tag), attributes, children);
}

export function setAll(element, attributes) {
	for (const [name, value] of Object.entries(attributes)) {
		if (element.getAttribute(name) !== String(value)) {
			element.setAttribute(name, value);
		}
	}
}

export function setText(element, text) {
	if (element.textContent !== text) {
		element.textContent = text;
	}
}

export function timeOf(instant) {
	const date = new Date(instant);
	return html('time', { datetime: instant, title: date.toLocaleString() }, date.toLocaleTimeString());
}

function fill(element, attributes, children) {
	setAll(element, attributes);
	// A string that is appended becomes a text node
	element.append(...children);
	return element;
}
