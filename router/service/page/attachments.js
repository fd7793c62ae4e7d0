// The files of a query: what each is, and what its file does not say.
import { byId, element } from "./dom.js";
import { kindOf } from "./kinds.js";
import { legend, needsPicture, previews } from "./previews.js";

const MORE = {
  depth: [
    ["scale", "Metres per unit", "0.001"],
    ["baseline", "Baseline, metres", ""],
    ["intrinsics", "fx, fy, cx, cy", ""],
  ],
  imu: [["rate", "Samples per second", ""]],
};

/** Files with their kinds, shown as a list. */
export class Attachments {
  #list = byId("attached");
  #taken = ["image", "audio", "depth", "document"];
  #entries = [];

  /** Kinds that the service takes. */
  takes(kinds) {
    this.#taken = kinds.filter((kind) => kind !== "text");
  }

  async add(files) {
    for (const file of files) {
      const entry = { file, kind: await kindOf(file, this.#taken), url: URL.createObjectURL(file) };
      this.#entries.push(entry);
      entry.row = element("li");
      this.#list.append(entry.row);
      this.#draw(entry);
    }
  }

  #draw(entry) {
    const kinds = element("select", {
      "aria-label": `Kind of ${entry.file.name}`,
      change: () => { entry.kind = kinds.value; this.#draw(entry); kindsOf(entry).focus(); },
    }, this.#taken.map((kind) => element("option", { selected: kind === entry.kind }, kind)));
    entry.row.replaceChildren(
      element("span", { class: "thumb" }, thumbnail(entry)),
      element("span", { class: "name" }, entry.file.name, kinds),
      element("button", {
        type: "button", class: "quiet", "aria-label": `Remove ${entry.file.name}`,
        click: () => this.#remove(entry),
      }, "×"),
      ...moreFields(entry, () => look(entry)));
    look(entry);
  }

  #remove(entry) {
    URL.revokeObjectURL(entry.url);
    entry.row.remove();
    this.#entries.splice(this.#entries.indexOf(entry), 1);
    byId("files").focus();
  }

  /** [{kind, file, url, preview}], as they stand now; `preview(page)` where the service draws it. */
  get all() {
    return this.#entries.map(({ kind, file, url, preview }) => ({ kind, file, url, preview }));
  }

  /** What files do not say, by kind in the order of their parts. */
  get facts() {
    const facts = {};
    for (const kind of Object.keys(MORE)) {
      const entries = this.#entries.filter((entry) => entry.kind === kind);
      if (entries.length) facts[kind] = entries.map(statedOf);
    }
    return facts;
  }
}

const kindsOf = (entry) => entry.row.querySelector("select");

function thumbnail({ kind, url }) {
  if (kind !== "image") return kind;
  const picture = element("img", { src: url, alt: "" });
  picture.addEventListener("error", () => picture.replaceWith(kind));
  return picture;
}

/** Shows a file by the picture that the service makes of it; one that it cannot draw, in a word. */
async function look(entry) {
  const { row, kind } = entry;
  row.querySelector(".legend")?.remove();
  entry.preview = null;
  if (!needsPicture(entry) || fieldsOf(entry).some((input) => numbersIn(input) === null)) return;
  const preview = previews(entry, kind === "depth" ? statedOf(entry) : null);
  entry.preview = preview;
  const picture = await preview().catch(() => null);
  if (entry.preview !== preview) return; // it has become another kind, or other facts are stated
  row.querySelector(".thumb").replaceChildren(picture ? element("img", { src: picture.url, alt: "" }) : kind);
  const greys = picture && legend(picture);
  if (greys) row.append(greys);
}

function moreFields(entry, changed) {
  const fields = (MORE[entry.kind] ?? []).map(([name, label, value]) => {
    const input = element("input", {
      type: "text", inputmode: "decimal", name, value, "data-more": name, change: changed,
    });
    return element("label", { class: name === "intrinsics" ? "wide" : null }, label, input);
  });
  return fields.length ? [element("div", { class: "more" }, fields)] : [];
}

const fieldsOf = ({ row }) => [...row.querySelectorAll("[data-more]")];

/** The numbers in a field; null where they are not what it wants. */
function numbersIn({ name, value }) {
  const numbers = value.split(/[\s,;]+/).filter(Boolean).map(Number);
  if (numbers.some(Number.isNaN)) return null;
  return [0, name === "intrinsics" ? 4 : 1].includes(numbers.length) ? numbers : null;
}

function statedOf(entry) {
  const stated = {};
  for (const input of fieldsOf(entry)) {
    const numbers = numbersIn(input);
    const isList = input.name === "intrinsics";
    input.setAttribute("aria-invalid", String(numbers === null));
    if (numbers === null) {
      input.focus();
      throw new Error(`${input.name}: expected ${isList ? "four numbers" : "a number"}`);
    }
    if (numbers.length) stated[input.name] = isList ? numbers : numbers[0];
  }
  return stated;
}
