// An item's evidence in figures: what was asked with, and what the catalogue holds.
import { element, shown } from "./dom.js";
import { placed, readingsOf } from "./evidence.js";
import { firstLook, pictureUrl, soundBlob, storedItem } from "./media.js";
import { picture } from "./picture.js";
import { waveform } from "./waveform.js";

/** Figures of one item of an answer; those of its stored media appear as they arrive. */
export function figures(item, asked) {
  const readings = readingsOf(item);
  const place = element("div", { class: "figures" },
    placed(readings, asked, []).filter(({ where }) => where === "query").map(askedFigure));
  storedItem(item.id).then(({ media }) => {
    const groups = placed(readings, asked, media).filter(({ where, medium }) => where === "item" && medium);
    const look = firstLook(media) ?? media.find(({ modality }) => modality === "audio");
    const drawn = groups.map(({ medium, found }) => storedFigure(item, medium, found));
    if (look && !groups.some(({ medium }) => medium.hash === look.hash)) drawn.push(storedFigure(item, look, []));
    place.append(...drawn);
  }).catch(() => place.append(element("p", { class: "hint" }, "The item's media cannot be shown now.")));
  return place;
}

/** What was read in what was asked with; without a medium, in words alone. */
export function askedFigure({ medium, found }) {
  const caption = element("figcaption", {}, ...told("Read in what you asked with", found));
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

function storedFigure(item, medium, found) {
  const label = item.record?.title ?? item.record?.name ?? item.id;
  if (medium.modality === "audio") {
    const caption = element("figcaption", {}, ...heard("The catalogue's recording", found));
    return element("figure", { class: "sound" }, waveform(soundBlob(medium), found), caption);
  }
  const page = medium.page ? `, page ${medium.page}` : "";
  const what = medium.modality === "depth" ? "depth map" : "picture";
  const caption = element("figcaption", {}, ...told(`The catalogue's ${what}${page}`, found));
  return element("figure", {}, picture(pictureUrl(medium), shown(label), found), caption);
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
