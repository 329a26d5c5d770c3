// SPDX-License-Identifier: MIT
// What the page's address says after its #: an example and its arguments. Never a gateway, and nothing that runs by itself.

import { quoteArgument, splitArguments } from "./arguments.ts";

export interface Place {
  example?: string;
  args?: string[];
}

export function readPlace(hash: string): Place {
  const fields = new URLSearchParams(hash.replace(/^#/, ""));
  const place: Place = {};
  const example = fields.get("example");
  const args = fields.get("args");
  if (example) place.example = example;
  if (example && args !== null) place.args = splitArguments(args);
  return place;
}

export function writePlace(place: Place): string {
  const fields = new URLSearchParams();
  if (place.example) fields.set("example", place.example);
  if (place.args) fields.set("args", place.args.map(quoteArgument).join(" "));
  return `#${fields}`;
}
