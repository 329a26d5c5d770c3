// SPDX-License-Identifier: MIT

import { freshId, h } from "./dom.ts";
import { configOf, enter, type GatewayChoice, gatewayHost, isTarget, probe, socketUrl } from "./gateway.ts";
import type { GatewayWatch } from "./gateway-watch.ts";
import { onLanguage, type TextKey, t } from "./language.ts";

type Kind = GatewayChoice["kind"];
const kinds: { kind: Kind; name: TextKey; explain?: TextKey }[] = [
  { kind: "site", name: "settings.site" },
  { kind: "porthole", name: "settings.porthole" },
  { kind: "websockify", name: "settings.websockify", explain: "settings.websockify.explain" },
  { kind: "none", name: "settings.none", explain: "settings.none.explain" },
];

/** The dialog in which the reader chooses a gateway. Nothing else on the page, and no link, changes it. */
export class SettingsDialog {
  readonly element = h("dialog", { class: "settings", label: "settings.title" });
  readonly #gateway: GatewayWatch;
  readonly #radios = new Map<Kind, HTMLInputElement>();
  readonly #url = h("input", {
    id: freshId("url"),
    type: "text",
    inputmode: "url",
    spellcheck: "false",
    placeholder: "ws://127.0.0.1:8017/tunnel",
  });
  readonly #fixed = h("input", {
    id: freshId("fixed"),
    type: "text",
    spellcheck: "false",
    placeholder: "www.example.org:80",
  });
  readonly #site = h("span", { class: "muted" });
  readonly #urlRow = h("div", { class: "field" }, h("label", { for: this.#url.id, text: "settings.url" }), this.#url);
  readonly #fixedRow = h(
    "div",
    { class: "field" },
    h("label", { for: this.#fixed.id, text: "settings.fixed" }),
    this.#fixed,
  );
  readonly #token = h("input", { id: freshId("token"), type: "password", autocomplete: "off", spellcheck: "false" });
  readonly #tokenRow = h(
    "div",
    { class: "field" },
    h("label", { for: this.#token.id, text: "settings.token" }),
    this.#token,
  );
  readonly #practice = h("select", { id: freshId("practice") });
  readonly #answer = h("p", { class: "settings-answer", role: "status" });

  constructor(gateway: GatewayWatch) {
    this.#gateway = gateway;
    const cancel = h("button", { type: "button", text: "settings.cancel" });
    cancel.onclick = () => this.element.close();
    const check = h("button", { type: "button", text: "settings.check" });
    check.onclick = () => void this.#check();
    const form = h(
      "form",
      { novalidate: true },
      h("h2", { text: "settings.title" }),
      h(
        "fieldset",
        {},
        h("legend", { text: "settings.gateway" }),
        h("p", { class: "muted", text: "settings.gateway.explain" }),
        ...kinds.map(({ kind, name, explain }) => this.#option(kind, name, explain)),
        this.#urlRow,
        this.#fixedRow,
        this.#tokenRow,
      ),
      h(
        "div",
        { class: "field practice" },
        h("label", { for: this.#practice.id, text: "settings.practice" }),
        this.#practice,
        h("p", { class: "muted", text: "settings.practice.explain" }),
      ),
      this.#answer,
      h(
        "div",
        { class: "dialog-actions" },
        check,
        h("span", { class: "spring" }),
        cancel,
        h("button", { class: "primary", type: "submit", text: "settings.save" }),
      ),
    );
    for (const where of ["tab", "gateway"] as const) {
      this.#practice.append(h("option", { value: where, text: `settings.practice.${where}` }));
    }
    form.onsubmit = (event) => {
      event.preventDefault();
      void this.#save();
    };
    form.oninput = () => this.#follow();
    this.element.append(form);
    onLanguage(() => this.#follow());
  }

  open(): void {
    const { choice, config } = this.#gateway;
    this.#practice.value = config.practice ?? "tab";
    for (const [kind, radio] of this.#radios) radio.checked = kind === choice.kind;
    this.#url.value = "url" in choice ? choice.url : "";
    this.#fixed.value = choice.kind === "websockify" ? (choice.fixed ?? "") : "";
    this.#token.value = "";
    this.#follow();
    this.element.showModal();
  }

  #option(kind: Kind, name: TextKey, explain?: TextKey): HTMLElement {
    const radio = h("input", { type: "radio", name: "gateway", value: kind, id: freshId("gateway") });
    this.#radios.set(kind, radio);
    const note = kind === "site" ? this.#site : explain && h("span", { class: "muted", text: explain });
    return h("div", { class: "option" }, radio, h("label", { for: radio.id }, h("span", { text: name }), note));
  }

  get #kind(): Kind {
    return kinds.find(({ kind }) => this.#radios.get(kind)?.checked)?.kind ?? "site";
  }

  #follow(): void {
    this.#answer.textContent = "";
    this.#site.textContent = gatewayHost(this.#gateway.site) || t("settings.site.none");
    this.#urlRow.hidden = this.#kind !== "porthole" && this.#kind !== "websockify";
    this.#fixedRow.hidden = this.#kind !== "websockify";
    this.#tokenRow.hidden = this.#kind !== "site" || this.#gateway.state !== "locked";
  }

  /** What the form says, or undefined, with the reason shown and the field at fault focused. */
  #read(): GatewayChoice | undefined {
    const kind = this.#kind;
    if (kind === "site" || kind === "none") return { kind };
    const url = this.#url.value.includes("://") ? socketUrl(this.#url.value, document.baseURI) : undefined;
    const fixed = this.#fixed.value.trim();
    if (!url) return this.#refuse(this.#url, "settings.url.bad");
    if (location.protocol === "https:" && url.startsWith("ws:")) return this.#refuse(this.#url, "settings.url.mixed");
    if (kind === "porthole") return { kind, url };
    if (fixed && !isTarget(fixed)) return this.#refuse(this.#fixed, "settings.fixed.bad");
    return fixed ? { kind, url, fixed } : { kind, url };
  }

  #refuse(input: HTMLInputElement, reason: TextKey): undefined {
    this.#answer.textContent = t(reason);
    input.focus();
    return undefined;
  }

  async #save(): Promise<void> {
    const choice = this.#read();
    if (!choice) return;
    if (!this.#tokenRow.hidden && this.#token.value && !(await enter(this.#token.value))) {
      this.#refuse(this.#token, "settings.token.bad");
      return;
    }
    this.#gateway.choose(choice, this.#practice.value === "gateway" ? "gateway" : "tab");
    this.element.close();
  }

  async #check(): Promise<void> {
    const choice = this.#read();
    if (!choice) return;
    this.#answer.textContent = t("settings.check.asking");
    const state = await probe(configOf(choice, this.#gateway.site));
    this.#answer.textContent = t(`settings.check.${state === "checking" ? "asking" : state}`);
  }
}
