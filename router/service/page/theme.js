// Light, dark, or what the system says. Runs before the page is painted, hence no module.
(() => {
  const KEY = "crossjudge.theme";
  const NEXT = { system: "light", light: "dark", dark: "system" };
  let chosen = localStorage.getItem(KEY);
  if (!(chosen in NEXT)) chosen = "system";

  function apply() {
    if (chosen === "system") document.documentElement.removeAttribute("data-theme");
    else document.documentElement.dataset.theme = chosen;
    const button = document.getElementById("theme");
    if (button === null) return;
    button.textContent = `Theme: ${chosen}`;
    button.setAttribute("aria-label", `Theme: ${chosen}; change to ${NEXT[chosen]}`);
  }

  apply();
  document.addEventListener("DOMContentLoaded", () => {
    apply();
    document.getElementById("theme").addEventListener("click", () => {
      chosen = NEXT[chosen];
      localStorage.setItem(KEY, chosen);
      apply();
    });
  });
})();
