// Fields for declared facts, and their values in the declared types.
import { element } from "./dom.js";

/** Fields for facts that a config declares: {name: type}. */
export function factFields(where, declared) {
  return Object.entries(declared).map(([name, type]) =>
    element("div", { class: "field" },
      element("label", { for: `${where}-${name}` }, name),
      input(`${where}-${name}`, name, type)));
}

function input(id, name, type) {
  const common = { id, name, "data-type": type, autocomplete: "off" };
  if (type === "bool") {
    return element("select", common,
      element("option", { value: "" }, "–"),
      element("option", { value: "true" }, "true"),
      element("option", { value: "false" }, "false"));
  }
  if (type === "int") return element("input", { ...common, type: "number", step: 1 });
  if (type === "double") return element("input", { ...common, type: "number", step: "any" });
  if (type === "date") return element("input", { ...common, type: "date" });
  const placeholder = type.startsWith("list(") ? "a, b, c" : null;
  return element("input", { ...common, type: "text", placeholder, spellcheck: "false" });
}

/** What the fields state; throws an Error that names the field where one is not of its type. */
export function statedFacts(fields) {
  const stated = {};
  for (const field of fields.querySelectorAll("[data-type]")) {
    const bad = field.validity.badInput || field.validity.stepMismatch;
    field.setAttribute("aria-invalid", String(bad));
    if (bad) {
      field.focus();
      throw new Error(`${field.name}: expected ${field.dataset.type}`);
    }
    if (field.value.trim()) stated[field.name] = typed(field.value.trim(), field.dataset.type);
  }
  return stated;
}

function typed(text, type) {
  if (type.startsWith("list(")) {
    const parts = text.split(",").map((part) => part.trim()).filter(Boolean);
    return parts.map((part) => typed(part, type.slice(5, -1)));
  }
  if (type === "int" || type === "double") return Number(text);
  if (type === "bool") return text === "true";
  return text;
}
