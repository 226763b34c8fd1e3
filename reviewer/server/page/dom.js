// Elements made without markup: every word from outside becomes a text node, so it stays text.

/** A new element. `on…` keys listen to events, null and false leave an attribute out, children are nodes or strings. */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

/** The element of the page with this id. */
export function byId(id) {
  return document.getElementById(id);
}

/** "1 error", "2 errors". */
export function counted(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** `text` with its first letter large and underscores as spaces: how labels of the report are shown. */
export function titled(text) {
  const words = text.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The text on one line, cut at `length` characters. */
export function shortened(text, length = 140) {
  const line = text.split(/\s+/).join(" ").trim();
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}

/** A score in whole points, never rounded up: a limit that is missed must not look met. */
export function whole(score) {
  return String(Math.floor(score + 1e-6));
}
