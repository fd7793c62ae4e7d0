// Lanes over time: how near the nearest was, and where confirmed items stood.
import { element, laneName } from "./dom.js";
import { figure, heat, table } from "./charts.js";
import { clock, share, sum, summed } from "./series.js";

/** Best scores by time, a figure per lane; lanes that measured nothing are left out. */
export function bestScores(lanes, columns) {
  const measured = lanes.filter(({ histograms }) => sum(histograms.flat()) > 0);
  return element("section", { class: "panel", "aria-labelledby": "scores" },
    element("h2", { id: "scores" }, "Best score of each search, by lane"),
    element("p", {}, "How near the nearest candidate was: 0 at the bottom, 1 at the top, darker where there were more. " +
      "When it falls, the lane no longer finds what people ask for. No judge ever sees it."),
    element("div", { class: "many" }, measured.map((lane) => scores(lane, columns))));
}

function scores({ lane, score_edges: edges, histograms }, columns) {
  const rows = edges.map((_, row) => summed(columns, histograms.map((counts) => counts[row])));
  const middles = columns.map((_, at) => median(rows.map((counts) => counts[at]), edges));
  const known = middles.filter((value) => value !== null);
  const note = known.length ? `median now ${known.at(-1).toFixed(2)}` : "";
  const words = `Best scores of ${lane} over time; ${note}`;
  return figure(laneName(lane), note, edges.at(-1).toFixed(1), heat(words, columns, rows), columns,
    table(["From", "Searches", "Median"], columns.map(({ at }, column) =>
      [clock(at), sum(rows.map((counts) => counts[column])), middles[column]?.toFixed(2) ?? "–"]), words));
}

/** The middle of the bin that half of all lie in or below. */
function median(counts, edges) {
  const half = sum(counts) / 2;
  if (half === 0) return null;
  let below = 0;
  const bin = counts.findIndex((count) => (below += count) >= half);
  return (edges[bin] + (edges[bin - 1] ?? edges[bin])) / 2;
}

/** Where confirmed items stood, a list per lane; those that found none are named. */
export function confirmedRanks(lanes) {
  const found = lanes.filter(({ confirmed_ranks: ranks }) => sum(Object.values(ranks)) > 0);
  return element("section", { class: "panel", "aria-labelledby": "ranks" },
    element("h2", { id: "ranks" }, "Where confirmed items stood"),
    element("p", {}, "Rank of each confirmed item in the lane's ranking. Many beyond k mean that k is too small: " +
      "the first round misses them, and searches have to widen."),
    found.length ? element("div", { class: "many" }, found.map(ranks)) : element("p", {}, "Nothing was confirmed yet."));
}

function ranks({ lane, confirmed_ranks: counts, k }) {
  const total = sum(Object.values(counts));
  const first = (name) => Number.parseInt(name, 10);
  const within = sum(Object.entries(counts).filter(([name]) => last(name) <= k).map(([, count]) => count));
  const rows = Object.entries(counts).sort(([one], [other]) => first(one) - first(other));
  return element("figure", {},
    element("figcaption", {}, element("b", {}, laneName(lane)), element("span", {}, `k = ${k}: ${share(within, total)} within`)),
    element("ul", { class: "ranks" }, rows.map(([name, count]) => {
      const bar = element("span");
      bar.style.width = `${(100 * count) / total}%`;
      return element("li", { class: last(name) > k ? "beyond" : null },
        element("span", {}, name), element("span", { class: "bar", "aria-hidden": true }, bar),
        element("span", { class: "number" }, `${count}`));
    })));
}

/** The largest rank of "6-20"; of "51+" there is none. */
const last = (name) => (name.endsWith("+") ? Infinity : Number(name.split("-").at(-1)));
