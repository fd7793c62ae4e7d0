// An item's evidence in figures: what was asked with, and what the catalogue holds.
import { element, shown } from "./dom.js";
import { placed, readingsOf } from "./evidence.js";
import { firstLook, lookOf, soundBlob, storedItem } from "./media.js";
import { picture } from "./picture.js";
import { legend, needsPicture } from "./previews.js";
import { waveform } from "./waveform.js";

/** Figures of one item of an answer; those of its stored media appear as they arrive. */
export function figures(item, asked) {
  const readings = readingsOf(item);
  const place = element("div", { class: "figures" },
    placed(readings, asked, []).filter(({ where }) => where === "query").flatMap(askedFigures));
  storedItem(item.id).then(({ media }) => {
    const groups = placed(readings, asked, media).filter(({ where, medium }) => where === "item" && medium);
    const drawn = groups.map(({ medium, found }) => storedFigure(item, medium, found));
    const more = looks(media, asked).filter(({ hash }) => !groups.some(({ medium }) => medium.hash === hash));
    place.append(...drawn, ...more.map((medium) => storedFigure(item, medium, [])));
  }).catch(() => place.append(element("p", { class: "hint" }, "The item's media cannot be shown now.")));
  return place;
}

/** What an item is shown by besides evidence: its first look, and its depth map to one asked with. */
function looks(media, asked) {
  const first = firstLook(media) ?? media.find(({ modality }) => modality === "audio");
  const isDepth = asked.some(({ kind }) => kind === "depth");
  const depth = isDepth ? media.find(({ modality }) => modality === "depth") : null;
  return [...new Set([first, depth])].filter(Boolean);
}

/** What was read in what was asked with, a figure for each page of a document. */
export function askedFigures({ medium, found }) {
  if (medium?.kind !== "document") return [askedFigure({ medium, found })];
  const pages = [...new Set(found.map(({ reading }) => reading.page ?? 1))].sort((one, other) => one - other);
  return pages.map((page) => {
    const here = found.filter(({ reading }) => (reading.page ?? 1) === page);
    return askedFigure({ medium, found: here, page });
  });
}

/** The same of one medium; without any, in words alone. */
function askedFigure({ medium, found, page }) {
  const where = page ? `Read on page ${page} of what you asked with` : "Read in what you asked with";
  const caption = element("figcaption", {}, ...told(where, found));
  if (medium?.preview && needsPicture(medium)) {
    return pictured(medium.preview(page), page ? `Page ${page} of what you asked with` : "What you asked with", found, caption);
  }
  if (medium?.kind === "image") {
    return element("figure", {}, picture(medium.url, "What you asked with", found), caption);
  }
  if (medium?.kind === "audio") {
    caption.replaceChildren(...heard("Heard in your recording", found));
    return element("figure", { class: "sound" }, waveform(medium.file, found), caption);
  }
  if (medium?.kind === "text") return element("figure", {}, marked(medium.text, found), caption);
  return element("figure", {}, caption);
}

/** A picture that the service sends, with what its greys mean where it is a depth map. */
function pictured(look, alternative, found, caption) {
  const place = element("figure", {}, picture(look.then(({ url }) => url), alternative, found), caption);
  look.then((seen) => caption.before(...[legend(seen)].filter(Boolean)), () => { /* told by the picture */ });
  return place;
}

function storedFigure(item, medium, found) {
  const label = item.record?.title ?? item.record?.name ?? item.id;
  if (medium.modality === "audio") {
    const caption = element("figcaption", {}, ...heard("The catalogue's recording", found));
    return element("figure", { class: "sound" }, waveform(soundBlob(medium), found), caption);
  }
  const page = medium.page ? `, page ${medium.page}` : "";
  const what = medium.modality === "depth" ? "depth map" : "picture";
  const caption = element("figcaption", {}, ...told(`The catalogue's ${what}${page}`, found));
  return pictured(lookOf(medium), shown(label), found, caption);
}

function told(lead, found) {
  if (found.length === 0) return [lead];
  return [`${lead}: `, element("b", {}, found.map(({ reading }) => reading.text).join(" · "))];
}

function heard(lead, found) {
  const spans = found.filter(({ reading }) => reading.span).map(({ reading }) => {
    const [start, end] = reading.span;
    return `${reading.text} (${start.toFixed(1)} to ${end.toFixed(1)} s)`;
  });
  return spans.length ? [`${lead}: `, element("b", {}, spans.join(" · "))] : [lead];
}

/** A text with what was read in it marked. */
function marked(text, found) {
  const quote = element("blockquote", { class: "quote" });
  let at = 0;
  const spans = found.filter(({ reading }) => reading.span)
    .sort((one, other) => one.reading.span[0] - other.reading.span[0]);
  for (const { outcome, reading: { span: [start, end] } } of spans) {
    if (start < at) continue;
    quote.append(text.slice(at, start), element("mark", { class: outcome }, text.slice(start, end)));
    at = end;
  }
  quote.append(text.slice(at));
  return quote;
}
