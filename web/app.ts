// SPDX-License-Identifier: MIT
// The page: wires its parts together, and nothing else.

import "./ui/styles/index.css";
import { openShelf } from "./projects/index.ts";
import { missingFeatures } from "./run/index.ts";
import { h } from "./ui/dom.ts";
import { type Example, loadExamples } from "./ui/examples.ts";
import { makeFooter } from "./ui/footer.ts";
import { GatewayWatch } from "./ui/gateway-watch.ts";
import { makeHeader } from "./ui/header.ts";
import { startLanguage } from "./ui/language.ts";
import { featureNotice, missingExamplesNotice } from "./ui/notices.ts";
import { OwnPrograms } from "./ui/own-programs.ts";
import { SettingsDialog } from "./ui/settings.ts";
import { startTheme } from "./ui/theme.ts";
import { Workspace } from "./ui/workspace.ts";

startTheme();
startLanguage();

const gateway = new GatewayWatch();
const settings = new SettingsDialog(gateway);
const openSettings = (): void => settings.open();
const place = h("div", { class: "page-body" });
const missing = missingFeatures();
const shelf = openShelf();

document.body.replaceChildren(
  h("a", { class: "skip", href: "#program", text: "page.skip" }),
  makeHeader(openSettings),
  place,
  makeFooter(gateway, openSettings),
  settings.element,
);
void gateway.check();
await open();

async function open(): Promise<void> {
  let examples: Example[];
  try {
    examples = await loadExamples();
  } catch {
    place.replaceChildren(missingExamplesNotice(() => void open()));
    return;
  }
  const programs = new OwnPrograms(examples);
  await programs.library.open(await shelf);
  const workspace = new Workspace(gateway, examples, programs, missing.length === 0);
  workspace.onSettings = openSettings;
  place.replaceChildren(...(missing.length > 0 ? [featureNotice(missing)] : []), workspace.element);
}
