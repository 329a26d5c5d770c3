// SPDX-License-Identifier: MIT
// What the page's address says after its #: an example and its arguments, a program of the reader's own, or one that
// the link itself holds. Never a gateway, and nothing that runs by itself.

import { quoteArgument, splitArguments } from "./arguments.ts";

export interface Place {
  example?: string;
  args?: string[];
  /** A program that this browser keeps. */
  project?: string;
  /** A program within the link. */
  code?: string;
  /** An empty program. */
  fresh?: boolean;
}

export function readPlace(hash: string): Place {
  const fields = new URLSearchParams(hash.replace(/^#/, ""));
  const place: Place = {};
  for (const name of ["example", "project", "code"] as const) {
    const value = fields.get(name);
    if (value !== null && (value || name === "code")) place[name] = value;
  }
  const args = fields.get("args");
  if (place.example && args !== null) place.args = splitArguments(args);
  if (fields.has("new")) place.fresh = true;
  return place;
}

export function writePlace(place: Place): string {
  const fields = new URLSearchParams();
  for (const name of ["example", "project", "code"] as const) if (place[name]) fields.set(name, place[name]);
  if (place.args) fields.set("args", place.args.map(quoteArgument).join(" "));
  if (place.fresh) fields.set("new", "");
  return `#${fields}`;
}
