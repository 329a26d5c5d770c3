// SPDX-License-Identifier: MIT

import { h } from "./dom.ts";
import { icon } from "./icons.ts";
import { onLanguage, t } from "./language.ts";

/** The id of the notice that says why nothing can run. */
export const noticeId = "cannot-run";

/** What to do about a browser that cannot run programs. */
export function featureNotice(missing: readonly string[]): HTMLElement {
  const sentence = h("p");
  const show = (): void => {
    const onlyJspi = missing.every((feature) => feature === "JSPI");
    sentence.textContent = onlyJspi ? t("advice.jspi") : t("advice.features", { features: missing.join(", ") });
  };
  onLanguage(show);
  show();
  return h("div", { class: "notice", role: "alert", id: noticeId }, icon("warning"), sentence);
}

/** What to do about a page without compiled examples. */
export function missingExamplesNotice(retry: () => void): HTMLElement {
  const again = h("button", { type: "button", text: "examples.retry" });
  again.onclick = retry;
  return h(
    "div",
    { class: "notice alone", role: "alert" },
    icon("warning"),
    h("p", { text: "examples.missing" }),
    again,
  );
}

/** What is wrong with a frame that names an example which is not there. */
export function unknownExampleNotice(name: string): HTMLElement {
  return h("div", { class: "notice alone", role: "alert" }, icon("warning"), h("p", {}, t("embed.missing", { name })));
}
