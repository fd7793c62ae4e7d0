// The graph page: the drawing, and each judge's YAML and counts.
import { getJson, getText } from "./api.js";
import { badge, byId, element } from "./dom.js";
import { takenIn } from "./drawn_graph.js";
import { Panning } from "./panning.js";
import { hideProblem, showProblem } from "./problem.js";

const OUTCOMES = ["confirm", "reject", "abstain", "failure"];
let panning = null;

async function load() {
  hideProblem(byId("problem"));
  try {
    const [text, { judges }] = await Promise.all([getText("v1/graph"), getJson("v1/graph/judges")]);
    const { drawing, box } = takenIn(text);
    byId("drawing").replaceChildren(drawing);
    panning = new Panning(byId("drawing"), drawing, box);
    list(judges);
    wire(drawing, judges);
    choose(judges[0]);
  } catch (problem) {
    showProblem(byId("problem"), problem);
  }
}

function list(judges) {
  byId("judges").replaceChildren(...judges.map((judge) =>
    element("button", {
      type: "button", "data-judge": judge.judge, "aria-pressed": false,
      focus: () => choose(judge), click: () => choose(judge),
    }, judge.judge, element("small", {}, judge.use))));
}

/** Hovering or pressing a card of the drawing shows its judge. */
function wire(drawing, judges) {
  for (const judge of judges) {
    const card = cardOf(drawing, judge);
    card?.addEventListener("pointerenter", () => choose(judge, { reveal: false }));
    card?.addEventListener("click", () => choose(judge, { reveal: false }));
  }
  // Words lie on top of cards: they let the pointer through.
  for (const words of drawing.querySelectorAll("text, rect:not([data-judge]), path")) {
    words.setAttribute("pointer-events", "none");
  }
}

const cardOf = (drawing, { judge }) => drawing.querySelector(`[data-judge="${CSS.escape(judge)}"]`);

function choose(judge, { reveal = true } = {}) {
  const drawing = byId("drawing").querySelector("svg");
  drawing.querySelector(".chosen")?.classList.remove("chosen");
  const card = cardOf(drawing, judge);
  card?.classList.add("chosen");
  if (reveal && card) panning.reveal(card.getBBox());
  for (const button of byId("judges").children) {
    button.setAttribute("aria-pressed", String(button.dataset.judge === judge.judge));
  }
  byId("judge").replaceChildren(...about(judge));
}

function about(judge) {
  const facts = [["use", judge.use], ["covers", judge.covers.join(", ") || "nothing"], ["cost", judge.cost]];
  return [
    element("h2", {}, judge.judge),
    element("p", { class: "facts" }, facts.map(([name, value]) =>
      element("span", {}, `${name} `, element("b", {}, String(value))))),
    element("pre", {}, judge.yaml),
    counts(judge.counts ?? {}),
  ];
}

function counts(given) {
  const total = OUTCOMES.reduce((sum, outcome) => sum + (given[outcome] ?? 0), 0);
  if (total === 0) return element("p", { class: "hint" }, "It has not been asked since the service began.");
  return element("p", { class: "counts" }, OUTCOMES.filter((outcome) => given[outcome]).map((outcome) =>
    badge(outcome, `${outcome} ${given[outcome].toLocaleString("en")}`)));
}

byId("closer").addEventListener("click", () => panning?.zoom(1.25));
byId("farther").addEventListener("click", () => panning?.zoom(0.8));
byId("whole").addEventListener("click", () => panning?.fit());
document.addEventListener("credential", load);
load();
