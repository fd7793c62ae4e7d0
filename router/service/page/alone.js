// What the space alone would have said: nearest first, each with what judges made of it.
import { byId, element, laneName } from "./dom.js";
import { titleOf } from "./card.js";
import { firstLook, lookOf, storedItem } from "./media.js";
import { wayInWords } from "./way.js";

const SHOWN = 6;

/** Fills the panel beside the answer, or hides it where no space proposed anything. */
export function showAlone(answer) {
  const panel = byId("alone");
  const { nearest, nearest_lane: lane } = answer.telemetry;
  panel.hidden = nearest.length === 0;
  if (panel.hidden) return;
  panel.querySelector(".hint").textContent =
    `The nearest by ${laneName(lane)}. Nearness decided nothing; this is what became of each.`;
  const list = panel.querySelector("ol");
  panel.querySelector("button.more")?.remove();
  list.replaceChildren(...nearest.slice(0, SHOWN).map((near) => row(near, answer)));
  if (nearest.length <= SHOWN) return;
  const more = element("button", { type: "button", class: "quiet more", click: () => {
    more.remove();
    list.append(...nearest.slice(SHOWN).map((near) => row(near, answer)));
    list.children[SHOWN].querySelector("summary")?.focus();
  } }, `${nearest.length - SHOWN} more`);
  list.after(more);
}

function row(near, answer) {
  const returned = answer.items.find(({ id }) => id === near.id);
  const dossier = returned ?? answer.dossiers?.find(({ id }) => id === near.id);
  const thumb = element("span", { class: "thumb" });
  const title = element("span", { class: "title" }, titleOf(returned ?? near));
  const score = near.score === null ? "" : ` · cosine ${near.score.toFixed(3)}`;
  const made = element("li", { class: returned ? "returned" : null },
    element("div", { class: "near" }, thumb, title,
      element("span", { class: "score" }, `${near.rank}${ordinal(near.rank)}${score}`),
      element("span", { class: "reason" }, ...reason(returned, dossier))));
  if (dossier) {
    made.append(element("details", {},
      element("summary", {}, "Its way"), wayInWords(dossier.verdicts)));
  }
  storedItem(near.id).then(async (item) => {
    title.textContent = titleOf(item);
    const look = firstLook(item.media);
    if (look) thumb.append(element("img", { src: (await lookOf(look)).url, alt: "" }));
  }).catch(() => { /* it stays without a picture */ });
  return made;
}

function reason(returned, dossier) {
  if (returned) return [element("span", { class: "badge confirm" }, "also confirmed")];
  if (!dossier) return ["not judged, or beyond the dossiers that were asked for"];
  if (dossier.fate === "beyond_limit") return [element("span", { class: "badge confirm" }, "confirmed"), " beyond the limit"];
  return [element("span", { class: "badge reject" }, "dropped"), ` ${dossier.why}`];
}

function ordinal(number) {
  const tens = number % 100;
  if (tens > 10 && tens < 14) return "th";
  return ["th", "st", "nd", "rd"][number % 10] ?? "th";
}
