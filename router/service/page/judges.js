// Judges over time: what they found, how long they took, and where they failed.
import { counted, duration, element } from "./dom.js";
import { figure, key, lines, stacked, table } from "./charts.js";
import { asked, averaged, clock, largest, OUTCOMES, share, sum, summed } from "./series.js";

const of = (judge, outcome) => sum(judge.outcomes[outcome] ?? []);

/** Failures, first of all: nothing that failed can confirm, but it may have to. */
export function failures(judges) {
  const failing = judges.filter((judge) => of(judge, "failure") > 0);
  return element("section", { class: "panel", "aria-labelledby": "failures" },
    element("h2", { id: "failures" }, "Failures"),
    failing.length === 0
      ? element("p", {}, "No judge failed. A crash or a time-out would be counted here; it never confirms.")
      : element("ul", { class: "failing" }, failing.map((judge) => element("li", {},
        element("b", {}, judge.judge), " ",
        element("span", { class: "badge failure" }, counted(of(judge, "failure"), "failure")),
        ` ${share(of(judge, "failure"), sum(asked(judge)))} of what it was asked`))));
}

/** Verdicts over time, a figure per judge. */
export function verdicts(judges, columns) {
  const seen = judges.filter((judge) => sum(asked(judge)) > 0);
  return element("section", { class: "panel", "aria-labelledby": "verdicts" },
    element("h2", { id: "verdicts" }, "Verdicts, by judge"),
    key(...OUTCOMES.map((outcome) => [outcome, outcome])),
    element("div", { class: "many" }, seen.map((judge) => found(judge, columns))));
}

function found(judge, columns) {
  const parts = OUTCOMES.map((name) => ({ name, values: summed(columns, judge.outcomes[name] ?? columns.map(() => 0)) }));
  const total = sum(asked(judge));
  const note = OUTCOMES.filter((outcome) => of(judge, outcome))
    .map((outcome) => `${outcome} ${share(of(judge, outcome), total)}`).join(", ");
  const most = Math.max(...columns.map((_, at) => sum(parts.map(({ values }) => values[at]))));
  return figure(judge.judge, note, counted(most, "candidate"), stacked(`Verdicts of ${judge.judge}: ${note}`, columns, parts), columns,
    table(["From", ...OUTCOMES], columns.map(({ at }, column) =>
      [clock(at), ...parts.map(({ values }) => values[column])]), `Verdicts of ${judge.judge}`));
}

/** Time over time, a figure per judge. */
export function times(judges, columns) {
  const seen = judges.filter((judge) => judge.seconds.mean.some((value) => value !== null));
  return element("section", { class: "panel", "aria-labelledby": "times" },
    element("h2", { id: "times" }, "Time in one search, by judge"),
    key(["", "mean"], ["abstain", "95th percentile, the highest of each stretch"]),
    element("div", { class: "many" }, seen.map((judge) => took(judge, columns))));
}

function took(judge, columns) {
  const mean = averaged(columns, judge.seconds.mean, asked(judge));
  const high = largest(columns, judge.seconds.p95);
  const known = mean.filter((value) => value !== null);
  const note = `mean now ${duration(known.at(-1))}`;
  const drawn = lines(`Time of ${judge.judge}: ${note}`, columns,
    [{ name: "abstain", values: high }, { name: "", values: mean }]);
  return figure(judge.judge, note, duration(Math.max(...high)), drawn, columns,
    table(["From", "Mean", "95th"], columns.map(({ at }, column) =>
      [clock(at), duration(mean[column]), duration(high[column])]), `Time of ${judge.judge}`));
}
