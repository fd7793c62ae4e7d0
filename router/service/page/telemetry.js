// The telemetry page: what searches did over the last hours.
import { getJson } from "./api.js";
import { figure, key, lines, stacked, table } from "./charts.js";
import { byId, counted, duration, element } from "./dom.js";
import { failures, times, verdicts } from "./judges.js";
import { bestScores, confirmedRanks } from "./lanes.js";
import { hideProblem, showProblem } from "./problem.js";
import { clock, columnsOf, largest, share, sum, summed } from "./series.js";

async function load() {
  hideProblem(byId("problem"));
  byId("status").textContent = "Loading…";
  try {
    show(await getJson("v1/telemetry"));
  } catch (problem) {
    byId("status").textContent = "";
    byId("charts").replaceChildren();
    showProblem(byId("problem"), problem);
  }
}

function show({ since, buckets, lanes, judges, searches }) {
  const count = sum(searches.count);
  byId("status").textContent =
    `${counted(count, "search", "searches")} since ${new Date(since).toLocaleString([], { dateStyle: "medium", timeStyle: "short" })}; ` +
    `${share(sum(searches.empty), count)} with nothing confirmed.`;
  if (count === 0) {
    byId("charts").replaceChildren(element("section", { class: "panel" },
      element("h2", {}, "Nothing was asked yet"),
      element("p", {}, "Charts appear with the first search.")));
    return;
  }
  const columns = columnsOf(buckets);
  byId("charts").replaceChildren(
    asked(searches, columns), failures(judges), bestScores(lanes, columns),
    confirmedRanks(lanes), verdicts(judges, columns), times(judges, columns));
}

function asked(searches, columns) {
  const [count, empty] = [summed(columns, searches.count), summed(columns, searches.empty)];
  const [middle, high] = [largest(columns, searches.seconds_p50), largest(columns, searches.seconds_p95)];
  const answered = count.map((all, at) => all - empty[at]);
  const slowest = duration(Math.max(...high.filter((value) => value !== null)));
  const many = element("div", {}, key(["", "something confirmed"], ["rest", "nothing confirmed"]),
    figure("How many", counted(sum(count), "search", "searches"), Math.max(...count),
      stacked("Searches over time, with something confirmed and with nothing", columns,
        [{ name: "", values: answered }, { name: "rest", values: empty }]), columns,
      table(["From", "Confirmed", "Nothing"], columns.map(({ at }, column) =>
        [clock(at), answered[column], empty[column]]), "Searches over time")));
  const long = element("div", {}, key(["", "median"], ["abstain", "95th percentile"]),
    figure("How long", `95th percentile at most ${slowest}`, slowest,
      lines("Time of searches", columns, [{ name: "abstain", values: high }, { name: "", values: middle }]), columns,
      table(["From", "Median", "95th"], columns.map(({ at }, column) =>
        [clock(at), duration(middle[column]), duration(high[column])]), "Time of searches")));
  return element("section", { class: "panel", "aria-labelledby": "searches" },
    element("h2", { id: "searches" }, "Searches"),
    element("div", { class: "pair" }, many, long));
}

byId("again").addEventListener("click", load);
document.addEventListener("credential", load);
load();
