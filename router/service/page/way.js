// The way of a candidate through the judge graph: in words, and drawn.
import { wayDrawing } from "./api.js";
import { badge, element, inWords, shown } from "./dom.js";

const SIGN = { confirm: "✓", reject: "✕", abstain: "–", failure: "!" };

/** Every judge that was asked, in order, with what it found. */
export function wayInWords(verdicts) {
  return element("ol", { class: "way", "aria-label": "Judges that were asked, in order" },
    verdicts.map(({ judge, outcome }) =>
      element("li", {}, element("span", { class: `badge ${outcome}` },
        element("span", { "aria-hidden": true }, `${SIGN[outcome]} `), judge,
        element("span", { class: "hidden" }, `: ${outcome}`)))));
}

/** The graph with this way on it, drawn when it is opened. */
export function wayDrawn(item, open = false) {
  const place = element("div", {
    class: "drawn", tabindex: 0, role: "region", "aria-label": `The way of ${item.id}, drawn`,
  });
  const details = element("details", { open },
    element("summary", {}, "The way through the judge graph"), place);
  const draw = async () => {
    if (!details.open || place.hasChildNodes()) return;
    place.append("Drawing…");
    try {
      const url = URL.createObjectURL(await wayDrawing(item));
      const words = item.verdicts.map(({ judge, outcome }) => `${judge} ${outcome}`).join(", then ");
      place.replaceChildren(element("img", { src: url, alt: `The judge graph with this way: ${words}` }));
    } catch (error) {
      place.replaceChildren(`It cannot be drawn: ${error.message}`);
    }
  };
  details.addEventListener("toggle", draw);
  if (open) draw();
  return details;
}

/** What each judge found, and on what evidence. */
export function verdictTable(id, verdicts) {
  const rows = verdicts.map(({ judge, outcome, reason, evidence, message }) =>
    element("tr", {},
      element("th", { scope: "row" }, judge),
      element("td", {}, badge(outcome)),
      element("td", {}, inWords(reason)),
      element("td", {}, message ?? evidenceList(evidence ?? []))));
  return element("div", { class: "scrolls", tabindex: 0, role: "region", "aria-label": `Verdicts on ${id}` },
    element("table", {},
      element("thead", {}, element("tr", {},
        ["Judge", "Found", "Reason", "Evidence"].map((title) => element("th", { scope: "col" }, title)))),
      element("tbody", {}, rows)));
}

const PLACES = { claim: "claims", context: "ctx" };

function evidenceList(evidence) {
  return evidence.map(({ source, name, value, reading }) =>
    element("div", { class: "evidence" },
      element("div", {},
        element("span", {}, reading ? `read, ${inWords(name)}: ` : `${PLACES[source] ?? source}.${name}: `),
        shown(value))));
}
