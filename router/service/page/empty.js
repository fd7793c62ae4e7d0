// An answer without items explains itself.
import { counted, element, inWords } from "./dom.js";
import { placed, readingsOf, withoutRepetition } from "./evidence.js";
import { askedFigures } from "./figures.js";

/** Why nothing was confirmed: in a sentence, by reason, and what was read in the query. */
export function emptyAnswer(answer, asked) {
  const most = Math.max(...answer.drops.map(({ count }) => count), 1);
  return element("section", { class: "empty panel", "aria-labelledby": "empty-title" },
    element("h2", { id: "empty-title" }, "Nothing was confirmed"),
    element("p", { class: "lead" }, explained(answer)),
    element("div", { class: "explained" },
      whatWasRead(answer, asked),
      element("ul", { class: "drops", "aria-label": "Why candidates were dropped" },
        answer.drops.map((drop) => dropped(drop, most)))));
}

function explained({ considered, drops, why_empty: why }) {
  if (drops.length === 0) return why ?? "There was nothing to judge.";
  return `${counted(considered, "candidate was", "candidates were")} judged, and none had the evidence. ` +
    "Similar is not same: an answer that cannot be confirmed is not given.";
}

function dropped({ judge, outcome, reason, count }, most) {
  const filled = element("span", { class: outcome });
  filled.style.width = `${Math.max((100 * count) / most, 1)}%`;
  return element("li", {},
    element("span", { class: "number" }, String(count)),
    element("span", {}, inWords(reason), " ",
      element("span", { class: `badge ${outcome}` }, `${judge}: ${outcome}`)),
    element("span", { class: "bar", "aria-hidden": true }, filled));
}

/** What judges read in the query, of all candidates together. */
function whatWasRead({ dossiers = [] }, asked) {
  const readings = withoutRepetition(dossiers.flatMap(readingsOf)).filter(({ source }) => source === "query");
  if (readings.length === 0) return null;
  return element("div", { class: "figures" }, placed(readings, asked, []).flatMap(askedFigures));
}
