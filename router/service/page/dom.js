// Elements from data. Text is only ever set as text, so nothing in a record can become markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element: attributes that are null or false are left out, functions listen to events. */
export function element(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** The same in SVG. */
export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(made, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") made.addEventListener(key, value);
    else made.setAttribute(key, value === true && !key.startsWith("aria-") ? "" : String(value));
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return made;
}

export const byId = (id) => document.getElementById(id);

/** A word on the colour of an outcome. */
export const badge = (outcome, text = outcome) =>
  element("span", { class: `badge ${outcome}` }, text);

/** A reason code such as gtin_differs in words. */
export const inWords = (code) => String(code).replaceAll("_", " ");

/** "lite:image->text" as people read it. */
export const laneName = (lane) => lane.replace(":", ": ").replace("->", " → ");

/** A JSON value as people read it. */
export function shown(value) {
  if (value === null || value === undefined) return "none";
  if (Array.isArray(value)) return value.map(shown).join(", ");
  if (typeof value === "object") {
    return Object.entries(value).map(([key, inner]) => `${key} ${shown(inner)}`).join(", ");
  }
  return String(value);
}

/** 0.0421 s as "42 ms". */
export function duration(seconds) {
  if (seconds === null || seconds === undefined) return "–";
  if (seconds >= 10) return `${Math.round(seconds)} s`;
  if (seconds >= 1) return `${seconds.toFixed(1)} s`;
  if (seconds >= 0.001) return `${Math.round(seconds * 1000)} ms`;
  return `${Math.round(seconds * 1e6)} µs`;
}

/** "1 candidate", "2 candidates". */
export const counted = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
