// Which readings verdicts rest on, and in which medium each of them stands.

/** Readings of verdicts, without repetition: [{judge, outcome, source, name, reading}]. */
export function readingsOf(verdicts) {
  const seen = new Set();
  const found = [];
  for (const { judge, outcome, evidence = [] } of verdicts) {
    for (const { source, name, reading } of evidence ?? []) {
      if (!reading) continue;
      const place = JSON.stringify([reading.details?.medium, reading.box, reading.span, reading.text]);
      if (seen.has(place)) continue;
      seen.add(place);
      found.push({ judge, outcome, source, name, reading });
    }
  }
  return found;
}

/**
 * Readings by the medium that they stand in: [{where, medium, found}].
 *
 * `where` is "query" or "item"; `medium` is one of those asked with, or of the item's media, and
 * null where several come into question: then the readings are told, and drawn on none.
 */
export function placed(readings, asked, itemMedia) {
  const groups = new Map();
  for (const each of readings) {
    const own = itemMedia.find(({ hash }) => hash === each.reading.details?.medium);
    const medium = own ?? (each.source === "query" ? askedMedium(each.reading, asked) : null);
    const key = medium ?? (each.source === "query" ? "query" : "item");
    if (!groups.has(key)) {
      groups.set(key, { where: own || each.source !== "query" ? "item" : "query", medium, found: [] });
    }
    groups.get(key).found.push(each);
  }
  return [...groups.values()];
}

/** The only medium asked with that the reading can stand in, or null. */
function askedMedium(reading, asked) {
  const possible = asked.filter((medium) => fits(reading, medium));
  return possible.length === 1 ? possible[0] : null;
}

function fits({ box, span, page, details }, { kind, width, height }) {
  if (page) return kind === "document";
  if (box) {
    const size = details?.size;
    return kind === "image" && (!size || !width || (size[0] === width && size[1] === height));
  }
  if (span && details?.medium_kind) return kind === details.medium_kind;
  return span ? kind === "audio" || kind === "text" : kind !== "audio" || !kind;
}
