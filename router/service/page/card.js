// One confirmed item.
import { badge, element, shown } from "./dom.js";
import { figures } from "./figures.js";
import { verdictTable, wayDrawn, wayInWords } from "./way.js";

/** A card; `rank` is what the config orders items by. */
export function card(item, { asked, rank, open }) {
  return element("article", { class: "card panel", "data-id": item.id },
    element("header", {},
      element("h3", {}, titleOf(item)),
      element("code", { class: "id" }, item.id)),
    element("p", { class: "why" }, ...whyConfirmed(item)),
    figures(item, asked),
    rankedBy(item.record, rank),
    wayInWords(item.verdicts),
    wayDrawn(item, open),
    element("details", {}, element("summary", {}, "What each judge found"),
      verdictTable(item.id, [...item.verdicts, ...(item.shadows ?? [])])),
    element("details", {}, element("summary", {}, "The record"), recordList(item.record)));
}

/** The judge that decided, and on what. */
function whyConfirmed({ verdicts, why }) {
  const judge = verdicts.at(-1).judge;
  const evidence = why.slice(why.indexOf(": ") + 2);
  return [badge("confirm", `confirmed by ${judge}`), element("span", {}, evidence)];
}

export const titleOf = ({ id, record }) => shown(record?.title ?? record?.name ?? id);

function rankedBy(record, rank) {
  const facts = rank.map((signal) => fact(record, signal)).filter(Boolean);
  if (facts.length === 0) return null;
  return element("dl", { class: "ranked" }, facts.map(([name, value, order]) =>
    element("div", {}, element("dt", {}, name),
      element("dd", {}, value, " ", element("small", {}, order)))));
}

/** "-record.stock" as ["stock", "12", "most first"]. */
function fact(record, signal) {
  const descending = signal.startsWith("-");
  const name = signal.replace(/^-?(record\.)?/, "");
  const value = record[name];
  if (value === undefined) return [name, "none", ""];
  return [name, shown(value), descending ? "(high first)" : "(low first)"];
}

function recordList(record) {
  return element("dl", { class: "record" }, Object.entries(record).flatMap(([key, value]) =>
    [element("dt", {}, key), element("dd", {}, shown(value))]));
}
