// Telemetry by time, in as many columns as a chart can show.

export const COLUMNS = 48;
export const OUTCOMES = ["confirm", "reject", "abstain", "failure"];

/** Buckets side by side put together, so that at most COLUMNS are left; each is a range of them. */
export function columnsOf(buckets) {
  const size = Math.max(Math.ceil(buckets.length / COLUMNS), 1);
  const columns = [];
  for (let from = 0; from < buckets.length; from += size) {
    columns.push({ from, to: Math.min(from + size, buckets.length), at: buckets[from] });
  }
  return columns;
}

export const sum = (values) => values.reduce((total, value) => total + value, 0);

/** Counts by bucket as counts by column. */
export const summed = (columns, values) => columns.map(({ from, to }) => sum(values.slice(from, to)));

/** The largest by column; null where there is none. */
export const largest = (columns, values) => columns.map(({ from, to }) => {
  const known = values.slice(from, to).filter((value) => value !== null);
  return known.length ? Math.max(...known) : null;
});

/** Means by bucket as means by column, by the weights of the buckets. */
export const averaged = (columns, values, weights) => columns.map(({ from, to }) => {
  const known = [];
  for (let at = from; at < to; at += 1) if (values[at] !== null) known.push([values[at], weights[at]]);
  const weight = sum(known.map(([, each]) => each));
  return weight ? sum(known.map(([value, each]) => value * each)) / weight : null;
});

/** What a judge found, over all outcomes, by bucket. */
export const asked = ({ outcomes }) =>
  Object.values(outcomes).reduce((total, counts) => counts.map((count, at) => count + (total[at] ?? 0)), []);

export const clock = (iso) =>
  new Date(iso).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

export const share = (part, whole) => (whole ? `${Math.round((100 * part) / whole)}%` : "–");
