// SPDX-License-Identifier: MIT

import { writePlace } from "./address.ts";
import { h } from "./dom.ts";
import { gatewayHost } from "./gateway.ts";
import type { GatewayWatch } from "./gateway-watch.ts";
import { icon } from "./icons.ts";
import { bind, onLanguage, t } from "./language.ts";
import type { WeatherWatch } from "./weather.ts";

/** The line at the foot of the page: how the gateway is, and the weather. */
export function makeFooter(
  gateway: GatewayWatch,
  weather: WeatherWatch,
  onSettings: () => void,
  onWeather: () => void,
): HTMLElement {
  const text = h("span", { role: "status" });
  const link = h(
    "button",
    { class: "quiet link-state", type: "button", tip: "gateway.title" },
    h("span", { class: "dot" }),
    text,
  );
  link.onclick = onSettings;
  const show = (): void => {
    link.dataset.state = gateway.state;
    text.textContent = t(`gateway.${gateway.state}`, { host: gatewayHost(gateway.config) });
  };
  gateway.onChange = show;
  onLanguage(show);
  show();
  const sky = h(
    "button",
    { class: "quiet weather-state", type: "button", tip: "weather.tip" },
    icon("weather"),
    h("span"),
  );
  sky.onclick = onWeather;
  const shine = (): void => {
    sky.dataset.kind = weather.kind;
    bind(sky.lastElementChild as HTMLElement, "text", weather.name);
  };
  weather.onChange(shine);
  shine();
  return h(
    "footer",
    { class: "page-foot" },
    link,
    sky,
    h("span", { class: "spring" }),
    h("span", { class: "muted credit" }, "C++ · WebAssembly · JSPI"),
  );
}

/** Below an example in another's page: the way to all of Porthole. */
export function makeEmbedFooter(example: string): HTMLElement {
  const whole = new URL(writePlace({ example }), `${location.origin}${location.pathname}`).href;
  return h(
    "footer",
    { class: "page-foot" },
    h("span", { class: "credit" }, "Porthole"),
    h("a", { href: whole, target: "_blank", rel: "noopener", text: "embed.open" }),
  );
}
