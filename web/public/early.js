// SPDX-License-Identifier: MIT
// Before the first paint: the colours and the language of the reader's choice, so that nothing flashes.
(() => {
  const recall = (name) => {
    try {
      return JSON.parse(localStorage.getItem(`porthole.${name}`));
    } catch {
      return null;
    }
  };
  const chosen = recall("theme");
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  document.documentElement.dataset.theme = chosen === "light" || chosen === "dark" ? chosen : system;
})();
