// The query form: what is asked, as the service takes it.
import { Attachments } from "./attachments.js";
import { byId } from "./dom.js";
import { factFields, statedFacts } from "./facts.js";
import { wireRecorder } from "./recorder.js";

export const DOSSIERS = 100; // of what was not returned, the nearest first

const attachments = new Attachments();

/** Fits the form to what the config declares. */
export function declare(config) {
  attachments.takes(config.media);
  byId("limit").placeholder = config.limit;
  for (const where of ["context", "claims"]) {
    byId(where).querySelector(".fields").replaceChildren(...factFields(where, config[where]));
    byId(where).hidden = Object.keys(config[where]).length === 0;
  }
}

/** What is asked: {query, attachments}. Throws an Error that says what is not right yet. */
export function asked() {
  const words = byId("words").value.trim();
  const query = {
    text: words ? [words] : [],
    context: statedFacts(byId("context")),
    claims: statedFacts(byId("claims")),
    media: attachments.facts,
    explain: DOSSIERS,
  };
  const limit = byId("limit");
  if (!limit.checkValidity()) {
    limit.focus();
    throw new Error("At most: expected a whole number from 1");
  }
  if (limit.value) query.limit = Number(limit.value);
  if (!words && attachments.all.length === 0 && Object.keys(query.claims).length === 0) {
    byId("words").focus();
    throw new Error("Ask with something: words, a file, a recording or a stated fact.");
  }
  return { query, attachments: attachments.all };
}

function countStated(where) {
  const filled = [...byId(where).querySelectorAll("[data-type]")].filter((field) => field.value.trim());
  byId(where).querySelector(".count").textContent = filled.length ? `· ${filled.length}` : "";
}

/** Wires what does not depend on the config. */
export function wireForm({ failed }) {
  const drop = byId("drop");
  byId("files").addEventListener("change", ({ target }) => {
    attachments.add([...target.files]);
    target.value = "";
  });
  document.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) drop.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    attachments.add([...event.dataTransfer.files]);
  });
  document.addEventListener("paste", (event) => {
    const files = [...event.clipboardData.files];
    if (files.length) { event.preventDefault(); attachments.add(files); }
  });
  wireRecorder(byId("record"), { recorded: (file) => attachments.add([file]), failed });
  for (const where of ["context", "claims"]) {
    byId(where).addEventListener("input", () => countStated(where));
  }
  byId("words").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) byId("query").requestSubmit();
  });
}
