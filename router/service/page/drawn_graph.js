// The service's drawing, taken into the page element by element: only shapes and words pass.
import { svg } from "./dom.js";

const SHAPES = {
  title: [],
  rect: ["x", "y", "width", "height", "rx", "fill", "stroke", "stroke-width", "stroke-dasharray", "data-judge"],
  path: ["d", "fill", "stroke", "stroke-width", "stroke-dasharray"],
  text: ["x", "y", "dy", "font-size", "fill", "font-weight", "text-anchor"],
};

/** An svg element with its viewBox as [x, y, width, height]. */
export function takenIn(text) {
  const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  const box = (root.getAttribute("viewBox") ?? "").split(" ").map(Number);
  if (root.localName !== "svg" || box.length !== 4 || box.some(Number.isNaN)) {
    throw new Error("The service sent no drawing.");
  }
  const drawing = svg("svg", { viewBox: box.join(" "), "font-family": root.getAttribute("font-family"), "aria-hidden": true });
  for (const shape of root.children) {
    const allowed = SHAPES[shape.localName];
    if (!allowed || shape.localName === "title") continue;
    const attributes = Object.fromEntries(allowed.map((name) => [name, shape.getAttribute(name)]));
    drawing.append(svg(shape.localName, attributes, shape.textContent));
  }
  return { drawing, box };
}
