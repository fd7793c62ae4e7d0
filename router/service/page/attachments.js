// The files of a query: what each is, and what its file does not say.
import { byId, element } from "./dom.js";
import { kindOf } from "./kinds.js";

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
      ...moreFields(entry));
  }

  #remove(entry) {
    URL.revokeObjectURL(entry.url);
    entry.row.remove();
    this.#entries.splice(this.#entries.indexOf(entry), 1);
    byId("files").focus();
  }

  /** [{kind, file, url}], as they stand now. */
  get all() {
    return this.#entries.map(({ kind, file, url }) => ({ kind, file, url }));
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

function moreFields(entry) {
  const fields = (MORE[entry.kind] ?? []).map(([name, label, value]) => {
    const input = element("input", { type: "text", inputmode: "decimal", name, value, "data-more": name });
    return element("label", { class: name === "intrinsics" ? "wide" : null }, label, input);
  });
  return fields.length ? [element("div", { class: "more" }, fields)] : [];
}

function statedOf(entry) {
  const stated = {};
  for (const input of entry.row.querySelectorAll("[data-more]")) {
    if (!input.value.trim()) continue;
    const numbers = input.value.split(/[\s,;]+/).filter(Boolean).map(Number);
    const bad = numbers.some(Number.isNaN) || numbers.length !== (input.name === "intrinsics" ? 4 : 1);
    input.setAttribute("aria-invalid", String(bad));
    if (bad) {
      input.focus();
      throw new Error(`${input.name}: expected ${input.name === "intrinsics" ? "four numbers" : "a number"}`);
    }
    stated[input.name] = input.name === "intrinsics" ? numbers : numbers[0];
  }
  return stated;
}
