// Charts as small SVG, each with what it says in words and a table of the same numbers.
import { element, svg } from "./dom.js";
import { clock } from "./series.js";

const WIDTH = 480;
const HEIGHT = 100;

/** A figure: a heading with a note, what the chart's top stands for, the chart, its times, a table. */
export function figure(title, note, top, chart, columns, table) {
  return element("figure", {},
    element("figcaption", {}, element("b", {}, title), element("span", {}, note)),
    element("div", { class: "ends", "aria-hidden": true }, element("span", {}, top)),
    chart, ends(columns), table);
}

function ends(columns) {
  if (columns.length === 0) return null;
  const last = columns.length > 1 ? clock(columns.at(-1).at) : "";
  return element("div", { class: "ends", "aria-hidden": true }, element("span", {}, clock(columns[0].at)), element("span", {}, last));
}

function frame(label, ...shapes) {
  return svg("svg", { class: "chart", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": label },
    shapes, svg("line", { class: "axis", x1: 0, x2: WIDTH, y1: HEIGHT, y2: HEIGHT }));
}

const place = (columns, at) => {
  const width = WIDTH / Math.max(columns.length, 12);
  return { x: at * width + width * 0.08, width: width * 0.84 };
};

/** Columns of parts on each other: parts are [{name, values}], the first at the bottom. */
export function stacked(label, columns, parts) {
  const totals = columns.map((_, at) => parts.reduce((total, { values }) => total + values[at], 0));
  const most = Math.max(...totals, 1);
  const bars = columns.map((_, at) => {
    let y = HEIGHT;
    return parts.map(({ name, values }) => {
      const height = (values[at] / most) * HEIGHT;
      y -= height;
      return height ? svg("rect", { class: `bar ${name}`, ...place(columns, at), y, height }) : null;
    });
  });
  return frame(label, bars);
}

/** Rows of cells from the lowest edge up, the darker the more. */
export function heat(label, columns, rows) {
  const most = Math.max(...rows.flat(), 1);
  const height = HEIGHT / rows.length;
  const cells = rows.map((counts, row) => counts.map((count, at) => count
    ? svg("rect", {
      class: "cell", ...place(columns, at), y: HEIGHT - (row + 1) * height, height: height - 1,
      "fill-opacity": (0.2 + (0.8 * count) / most).toFixed(2),
    }) : null));
  return frame(label, cells);
}

/** Lines over time: lines are [{name, values}]; a value of null is a gap. */
export function lines(label, columns, given) {
  const most = Math.max(...given.flatMap(({ values }) => values.filter((value) => value !== null)), 1e-9);
  return frame(label, given.map(({ name, values }) =>
    svg("path", { class: `line ${name}`, d: path(columns, values.map((value) => (value === null ? null : value / most))) })));
}

function path(columns, shares) {
  let drawn = "";
  shares.forEach((each, at) => {
    if (each === null) return;
    const { x, width } = place(columns, at);
    const y = (HEIGHT * (1 - 0.96 * each)).toFixed(1);
    drawn += shares[at - 1] === undefined || shares[at - 1] === null
      ? `M${x.toFixed(1)} ${y}H${(x + width).toFixed(1)}` : `L${(x + width / 2).toFixed(1)} ${y}H${(x + width).toFixed(1)}`;
  });
  return drawn;
}

/** The same numbers as a table; rows are [[heading, …cells]]. */
export function table(headings, rows, label) {
  return element("details", {}, element("summary", {}, "As a table"),
    element("div", { class: "scrolls", tabindex: 0, role: "region", "aria-label": label },
      element("table", {},
        element("thead", {}, element("tr", {}, headings.map((heading, at) =>
          element("th", { scope: "col", class: at ? "number" : null }, heading)))),
        element("tbody", {}, rows.map(([heading, ...cells]) => element("tr", {},
          element("th", { scope: "row" }, heading),
          cells.map((cell) => element("td", { class: "number" }, String(cell)))))))));
}

/** What colours mean: entries are [[class, words]]. */
export const key = (...entries) =>
  element("p", { class: "key" }, entries.map(([name, words]) => element("span", { class: name }, words)));
