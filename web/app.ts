// SPDX-License-Identifier: MIT
// The page: wires its parts together, and nothing else.

import "./ui/styles/index.css";
import { openShelf } from "./projects/index.ts";
import { missingFeatures, servePractice } from "./run/index.ts";
import { h } from "./ui/dom.ts";
import { type Example, loadExamples, withPartners } from "./ui/examples.ts";
import { makeEmbedFooter, makeFooter } from "./ui/footer.ts";
import { GatewayWatch } from "./ui/gateway-watch.ts";
import { makeHeader } from "./ui/header.ts";
import { startLanguage } from "./ui/language.ts";
import { featureNotice, missingExamplesNotice, unknownExampleNotice } from "./ui/notices.ts";
import { keepForOffline } from "./ui/offline.ts";
import { OwnPrograms } from "./ui/own-programs.ts";
import { SettingsDialog } from "./ui/settings.ts";
import { startTheme } from "./ui/theme.ts";
import { WeatherWatch } from "./ui/weather.ts";
import { WeatherPanel } from "./ui/weather-panel.ts";
import { Workspace } from "./ui/workspace.ts";

startTheme();
startLanguage();

const gateway = new GatewayWatch();
const settings = new SettingsDialog(gateway);
const weather = new WeatherWatch();
const weatherPanel = new WeatherPanel(weather);
const openSettings = (): void => settings.open();
const place = h("div", { class: "page-body" });
const missing = missingFeatures();

/** The example that another page shows in a frame of its own. */
const embedded = new URLSearchParams(location.search).get("embed");

document.documentElement.toggleAttribute("data-embed", embedded !== null);
document.body.replaceChildren(
  h("a", { class: "skip", href: "#program", text: "page.skip" }),
  ...(embedded === null ? [makeHeader(openSettings)] : []),
  place,
  embedded === null
    ? makeFooter(gateway, weather, openSettings, () => weatherPanel.toggle())
    : makeEmbedFooter(embedded),
  weatherPanel.element,
  settings.element,
);
void gateway.check();
servePractice(new URL("programs/practice.wasm", document.baseURI).href);
await open();
if (embedded === null) keepForOffline();

async function open(): Promise<void> {
  let examples: Example[];
  try {
    examples = await loadExamples();
  } catch {
    place.replaceChildren(missingExamplesNotice(() => void open()));
    return;
  }
  if (embedded !== null) examples = withPartners(examples, embedded);
  if (examples.length === 0) {
    place.replaceChildren(unknownExampleNotice(embedded ?? ""));
    return;
  }
  const programs = new OwnPrograms(examples);
  if (embedded === null) await programs.library.open(await openShelf());
  const workspace = new Workspace(gateway, examples, programs, missing.length === 0, embedded !== null);
  workspace.onSettings = openSettings;
  workspace.wire.onWeather = () => weatherPanel.toggle();
  const shine = (): void => {
    workspace.wire.weather = weather.name;
  };
  weather.onChange(shine);
  shine();
  place.replaceChildren(...(missing.length > 0 ? [featureNotice(missing)] : []), workspace.element);
}
