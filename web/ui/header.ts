// SPDX-License-Identifier: MIT

import { h } from "./dom.ts";
import { icon } from "./icons.ts";
import { bind, language, setLanguage } from "./language.ts";
import { chooseTheme, nextTheme, onTheme, themeChoice } from "./theme.ts";

const emblem = `<svg class="logo" viewBox="0 0 40 40" width="36" height="36" aria-hidden="true">
<circle cx="20" cy="20" r="19" fill="var(--brass)"/><circle cx="20" cy="20" r="13.2" fill="var(--logo-sky)"/>
<path d="M7.3 22.6c2.6-2.4 4.2 1.6 6.6 0s3.8-2.3 6.2 0 4 1.6 6.4 0 3.6-2 6.2 0a13.2 13.2 0 0 1-25.4 0z" fill="var(--logo-sea)"/>
<circle cx="20" cy="20" r="13.2" fill="none" stroke="var(--logo-rim)" stroke-width="1.6"/>
<g fill="var(--logo-rim)"><circle cx="20" cy="3.9" r="1.25"/><circle cx="20" cy="36.1" r="1.25"/><circle cx="3.9" cy="20" r="1.25"/><circle cx="36.1" cy="20" r="1.25"/><circle cx="8.6" cy="8.6" r="1.25"/><circle cx="31.4" cy="8.6" r="1.25"/><circle cx="8.6" cy="31.4" r="1.25"/><circle cx="31.4" cy="31.4" r="1.25"/></g></svg>`;

/** Name, language, colours, settings. */
export function makeHeader(onSettings: () => void): HTMLElement {
  const settings = h("button", {
    class: "quiet icon-only",
    type: "button",
    label: "page.settings",
    tip: "page.settings",
  });
  settings.append(icon("settings"));
  settings.onclick = onSettings;
  const brand = h("div", { class: "brand" });
  brand.innerHTML = emblem;
  brand.append(h("div", {}, h("h1", {}, "Porthole"), h("p", { class: "tagline", text: "page.tagline" })));
  return h(
    "header",
    { class: "page-head" },
    brand,
    h("span", { class: "spring" }),
    languageSwitch(),
    themeSwitch(),
    settings,
  );
}

function languageSwitch(): HTMLElement {
  const group = h("div", { class: "switch", role: "group", label: "page.language" });
  for (const [code, name, tag] of [
    ["en", "EN", "en"],
    ["zh", "中文", "zh-Hans"],
  ] as const) {
    const button = h("button", { type: "button", lang: tag, "aria-pressed": String(language() === code) }, name);
    button.onclick = () => {
      setLanguage(code);
      for (const other of group.children) other.setAttribute("aria-pressed", String(other === button));
    };
    group.append(button);
  }
  return group;
}

function themeSwitch(): HTMLElement {
  const button = h("button", { class: "quiet icon-only theme", type: "button" });
  const show = (): void => {
    const choice = themeChoice();
    button.replaceChildren(icon(choice));
    button.dataset.choice = choice;
    bind(button, "label", `page.theme.${choice}`);
    bind(button, "title", `page.theme.${choice}`);
  };
  button.onclick = () => chooseTheme(nextTheme(themeChoice()));
  onTheme(show);
  show();
  return button;
}
