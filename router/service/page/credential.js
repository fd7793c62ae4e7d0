// The caller's credential: kept in this tab until it is closed, sent with every request.
import { byId, element } from "./dom.js";

const KEY = "crossjudge.credential";

export const credential = () => sessionStorage.getItem(KEY);

function keep(secret) {
  if (secret) sessionStorage.setItem(KEY, secret);
  else sessionStorage.removeItem(KEY);
  show();
  document.dispatchEvent(new Event("credential"));
}

function show() {
  const button = byId("credential");
  button.textContent = credential() ? "Credential: set" : "Credential";
}

/** The dialog that asks for it. */
export function askCredential() {
  const input = element("input", {
    id: "secret", type: "password", autocomplete: "off", spellcheck: "false",
  });
  input.value = credential() ?? "";
  const dialog = element("dialog", { "aria-labelledby": "secret-title" });
  const done = (secret) => { dialog.close(); keep(secret); };
  dialog.append(element("form", { submit: (event) => { event.preventDefault(); done(input.value.trim()); } },
    element("h2", { id: "secret-title" }, "Credential"),
    element("p", { class: "hint" },
      "An API key or a token. It stays in this tab, and is forgotten when the tab is closed."),
    element("label", { for: "secret" }, "Key or token"),
    input,
    element("div", { class: "buttons" },
      element("button", { type: "submit", class: "primary" }, "Use it"),
      element("button", { type: "button", click: () => done("") }, "Forget it"),
      element("button", { type: "button", click: () => dialog.close() }, "Cancel"))));
  dialog.addEventListener("close", () => { dialog.remove(); byId("credential").focus(); });
  document.body.append(dialog);
  dialog.showModal();
}

byId("credential").addEventListener("click", askCredential);
show();
