// Which readings verdicts rest on, and in which medium each of them stands.

/**
 * Readings of the verdicts on one item, without repetition: [{judge, outcome, source, reading}].
 *
 * `source` is where it was read: "query", or the item's own media.
 */
export function readingsOf({ id, verdicts }) {
  const found = verdicts.flatMap(({ judge, outcome, evidence }) =>
    readIn(id, evidence ?? []).map((each) => ({ judge, outcome, ...each })));
  return withoutRepetition(found);
}

export function withoutRepetition(found) {
  const seen = new Set();
  return found.filter(({ source, reading }) => {
    const place = JSON.stringify([source, reading.details?.medium, reading.box, reading.span, reading.text]);
    return !seen.has(place) && seen.add(place);
  });
}

function readIn(id, evidence) {
  const matches = evidence.filter(({ value }) => value?.span_seconds && value.item === id);
  if (matches.length) return matches.flatMap(({ value }) => matchedSpans(value));
  return evidence.filter(({ reading }) => reading).map(({ source, reading }) => ({ source, reading }));
}

/** A stretch of the query's recording that is in the item's too: where it stands in each. */
function matchedSpans({ span_seconds: span, offset_seconds: offset, coincidences }) {
  const text = `${coincidences} landmarks in common`;
  return [
    { source: "query", reading: { text, span } },
    { source: "catalogue", reading: { text, span: span.map((second) => second + offset) } },
  ];
}

/**
 * Readings by the medium that they stand in: [{where, medium, found}].
 *
 * `where` is "query" or "item"; `medium` is one of those asked with, or of the item's media, and
 * null where several come into question: then the readings are told, and drawn on none.
 */
export function placed(readings, asked, stored) {
  const groups = new Map();
  for (const each of readings) {
    const where = each.source === "query" ? "query" : "item";
    const medium = mediumOf(each.reading, where === "query" ? asked : stored.map(asAsked));
    const key = medium?.hash ?? medium ?? where;
    if (!groups.has(key)) groups.set(key, { where, medium, found: [] });
    groups.get(key).found.push(each);
  }
  return [...groups.values()];
}

/** The medium that a reading names, or the only one that it can stand in, or null. */
function mediumOf(reading, media) {
  const named = media.find(({ hash }) => hash && hash === reading.details?.medium);
  const possible = media.filter((medium) => fits(reading, medium));
  return named ?? (possible.length === 1 ? possible[0] : null);
}

const asAsked = (medium) => ({ ...medium, kind: medium.modality });

function fits({ kind: sort, box, span, page, text: read, details }, { kind, text, width, height, page: own }) {
  if (page) return kind === "document" || own === page;
  if (span) return kind === "audio" || text?.slice(...span) === read;
  if (kind !== (sort === "dimension" ? "depth" : "image")) return false;
  const size = details?.size;
  return !box || !size || !width || (size[0] === width && size[1] === height);
}
