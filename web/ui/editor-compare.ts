// SPDX-License-Identifier: MIT
// The difference to the original, within the editor: what was removed stands above what came, each with a button
// that puts it back. Fetched on first use.

import { unifiedMergeView } from "@codemirror/merge";
import type { Extension } from "@codemirror/state";
import { h } from "./dom.ts";
import { t } from "./language.ts";

export function comparison(original: string): Extension {
  return unifiedMergeView({
    original,
    gutter: true,
    collapseUnchanged: { margin: 3, minSize: 6 },
    mergeControls: (type, action) => {
      if (type === "accept") return h("span"); // the original stays what it is
      const button = h("button", { class: "small revert", type: "button" }, t("own.revert"));
      button.onclick = action;
      return button;
    },
  });
}
