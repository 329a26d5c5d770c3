// SPDX-License-Identifier: MIT

import { losePackets, type Weather } from "../run/index.ts";
import { freshId, h } from "./dom.ts";
import { icon } from "./icons.ts";
import { formatNumber, onLanguage, type TextKey, t } from "./language.ts";
import { KINDS, type WeatherWatch } from "./weather.ts";

type Dial = Exclude<keyof Weather, "cut">;

interface Scale {
  name: Dial;
  unit: TextKey;
  /** From the slider's steps, 0 to `steps`, to the weather's value and back. */
  steps: number;
  value: (step: number) => number;
  step: (value: number) => number;
  shown: (value: number) => number;
}

const milliseconds = (name: Dial, most: number): Scale => ({
  name,
  unit: "weather.ms",
  steps: most / 10,
  value: (step) => step * 10,
  step: (value) => value / 10,
  shown: (value) => value,
});

const share = (name: Dial): Scale => ({
  name,
  unit: "weather.percent",
  steps: 50,
  value: (step) => step / 100,
  step: (value) => value * 100,
  shown: (value) => Math.round(value * 100),
});

/** Without a bound on the right, then in halves of powers of ten down to 1 kbit/s. */
const RATES = [0, 10e6, 5e6, 2e6, 1e6, 512e3, 256e3, 128e3, 56e3, 28e3, 14e3, 9600, 2400, 1200] as const;

const bandwidth: Scale = {
  name: "bandwidth",
  unit: "weather.kbit",
  steps: RATES.length - 1,
  value: (step) => RATES[RATES.length - 1 - step] as number,
  step: (value) => RATES.length - 1 - RATES.findIndex((rate) => rate === value || (rate > 0 && rate < value)),
  shown: (value) => value / 1000,
};

const scales = [
  milliseconds("delay", 1000),
  milliseconds("jitter", 1000),
  share("loss"),
  share("duplication"),
  share("reordering"),
  bandwidth,
];

/** The weather control: kinds to choose from, and a dial for each thing that can happen to a packet. */
export class WeatherPanel {
  readonly element: HTMLElement;
  readonly #watch: WeatherWatch;
  readonly #kinds = new Map<string, HTMLButtonElement>();
  readonly #dials: { scale: Scale; input: HTMLInputElement; output: HTMLOutputElement }[] = [];
  readonly #cut = h("input", { type: "checkbox", id: freshId("cut") });
  readonly #lose = h("button", { type: "button", text: "weather.lose", tip: "weather.lose.tip" });
  readonly #said = h("p", { class: "weather-said", role: "status" });
  #opener: HTMLElement | null = null;

  constructor(watch: WeatherWatch) {
    this.#watch = watch;
    const close = h("button", {
      class: "quiet icon-only",
      type: "button",
      label: "weather.close",
      tip: "weather.close",
    });
    close.append(icon("close"));
    close.onclick = () => this.close();
    const kinds = h("div", { class: "weather-kinds", role: "group", label: "weather.title" });
    for (const kind of KINDS) {
      const button = h("button", { class: "chip", type: "button", text: `weather.${kind}`, "aria-pressed": "false" });
      button.onclick = () => watch.choose(kind);
      this.#kinds.set(kind, button);
      kinds.append(button);
    }
    const dials = h("div", { class: "weather-dials" }, ...scales.map((scale) => this.#dial(scale)));
    this.#cut.onchange = () => watch.change({ cut: this.#cut.checked });
    this.#lose.onclick = () => {
      if (!watch.weather) watch.choose("clear");
      losePackets(1);
      this.#said.textContent = t("weather.lose.done");
    };
    this.element = h(
      "section",
      { class: "weather card", label: "weather.title", hidden: true, tabindex: -1 },
      h("header", { class: "card-bar" }, h("h2", { text: "weather.title" }), h("span", { class: "spring" }), close),
      h("p", { class: "muted", text: "weather.explain" }),
      kinds,
      dials,
      h(
        "div",
        { class: "weather-more" },
        this.#cut,
        h("label", { for: this.#cut.id, text: "weather.cut.label" }),
        h("span", { class: "spring" }),
        this.#lose,
      ),
      this.#said,
    );
    this.element.onkeydown = (event) => {
      if (event.key === "Escape") this.close();
    };
    watch.onChange(() => this.#show());
    onLanguage(() => this.#show());
    this.#show();
  }

  toggle(): void {
    if (!this.element.hidden) {
      this.close();
      return;
    }
    this.#opener = document.activeElement as HTMLElement | null;
    this.element.hidden = false;
    this.element.focus();
  }

  close(): void {
    this.element.hidden = true;
    this.#opener?.focus();
    this.#opener = null;
  }

  #dial(scale: Scale): HTMLElement {
    const id = freshId("dial");
    const input = h("input", { type: "range", id, min: 0, max: scale.steps, step: 1, value: 0 });
    const output = h("output", { for: id });
    input.oninput = () => this.#watch.change({ [scale.name]: scale.value(Number(input.value)) });
    this.#dials.push({ scale, input, output });
    return h("div", { class: "weather-dial" }, h("label", { for: id, text: `weather.${scale.name}` }), input, output);
  }

  #show(): void {
    const { weather, kind } = this.#watch;
    this.#said.textContent = "";
    for (const [name, button] of this.#kinds) button.setAttribute("aria-pressed", String(name === kind));
    for (const { scale, input, output } of this.#dials) {
      const value = weather?.[scale.name] ?? 0;
      const text =
        scale.name === "bandwidth" && value === 0
          ? t("weather.unbounded")
          : t(scale.unit, { value: formatNumber(scale.shown(value), { maximumFractionDigits: 1 }) });
      input.value = String(scale.step(value));
      input.setAttribute("aria-valuetext", text);
      output.textContent = text;
    }
    this.#cut.checked = weather?.cut ?? false;
  }
}
