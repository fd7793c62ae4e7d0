// The search page: asks, shows items as they are confirmed, then the whole answer.
import { getJson, search } from "./api.js";
import { showAlone } from "./alone.js";
import { card } from "./card.js";
import { byId, counted, duration, element } from "./dom.js";
import { emptyAnswer } from "./empty.js";
import { asked, declare, wireForm } from "./form.js";
import { hideProblem, showProblem } from "./problem.js";

const COMPLETE = {
  exhausted: "Complete: everything that you may see was judged.",
  limit: "As many as you asked for; there may be others.",
  unique: "One was asked for.",
  budget: "Time ran out first; there may be others.",
};

let rank = [];
let running = null;

async function load() {
  try {
    const config = await getJson("v1/config");
    rank = config.rank ?? [];
    declare(config);
    hideProblem(byId("form-problem"));
  } catch (problem) {
    showProblem(byId("form-problem"), problem);
  }
}

async function submit(event) {
  event.preventDefault();
  hideProblem(byId("form-problem"));
  let question;
  try {
    question = asked();
  } catch (error) {
    showProblem(byId("form-problem"), error);
    return;
  }
  running?.abort();
  running = new AbortController();
  await ask(question, running.signal);
}

async function ask({ query, attachments }, signal) {
  begin();
  const media = await known(query, attachments);
  const cards = new Map();
  const make = (item) => {
    const made = card(item, { asked: media, rank, open: cards.size === 0 });
    cards.set(item.id, made);
    return made;
  };
  try {
    const answer = await search(query, attachments, {
      signal,
      confirmed: (item) => {
        if (cards.size === 0) byId("items").replaceChildren();
        byId("items").append(make(item));
        say(`${counted(cards.size, "item")} confirmed so far…`);
      },
    });
    const items = answer.items.map((item) => cards.get(item.id) ?? make(item));
    byId("items").replaceChildren(...(items.length ? items : [emptyAnswer(answer, media)]));
    showAlone(answer);
    say(...summary(answer));
  } catch (problem) {
    if (problem.name === "AbortError") return;
    const place = element("p", { class: "problem", role: "alert" });
    showProblem(place, problem);
    byId("items").replaceChildren(place);
    say();
  } finally {
    if (!signal.aborted) byId("answer").removeAttribute("aria-busy");
  }
}

function begin() {
  byId("answer").setAttribute("aria-busy", "true");
  byId("alone").hidden = true;
  byId("items").replaceChildren(
    element("div", { class: "loading", "aria-hidden": true },
      element("div", { class: "panel" }), element("div", { class: "panel" })));
  say("Searching…");
  if (byId("answer").getBoundingClientRect().top > innerHeight * 0.6) byId("answer").scrollIntoView();
}

const say = (...words) => byId("status").replaceChildren(...words);

function summary({ items, considered, completeness, telemetry }) {
  const partial = telemetry.partial.length
    ? ` Not everything is embedded yet by ${telemetry.partial.join(", ")}.` : "";
  return [
    element("strong", {}, `${items.length || "None"} confirmed`),
    ` of ${counted(considered, "candidate")}, in ${duration(telemetry.seconds.total)}. `,
    `${COMPLETE[completeness] ?? ""}${partial}`,
  ];
}

/** Everything asked with, as readings know it: pictures by their sizes, depth maps by their hashes. */
async function known({ text }, attachments) {
  const files = await Promise.all(attachments.map(async (each) => {
    if (each.kind === "depth") return { ...each, hash: (await each.preview?.().catch(() => null))?.hash };
    if (each.kind !== "image") return each;
    const image = new Image();
    image.src = each.url;
    await image.decode().catch(() => { /* not a picture that browsers show */ });
    return { ...each, width: image.naturalWidth, height: image.naturalHeight };
  }));
  return [...files, ...text.map((words) => ({ kind: "text", text: words }))];
}

function welcome() {
  return element("section", { class: "welcome panel" },
    element("h2", {}, "Similar is not same."),
    element("p", {}, "Ask with a picture, a sound, words, a depth map or a PDF."),
    element("ol", {},
      element("li", {}, "A joint embedding space proposes what is like it."),
      element("li", {}, "Judges look for evidence: a barcode, printed words, a code, a fact that you state."),
      element("li", {}, "Only what they confirm is an answer. Without evidence the answer is nothing, and says why.")));
}

wireForm({ failed: (message) => showProblem(byId("form-problem"), new Error(message)) });
byId("query").addEventListener("submit", submit);
document.addEventListener("credential", load);
byId("items").append(welcome());
load();
