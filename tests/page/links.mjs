// SPDX-License-Identifier: MIT
// A program in a link, as web/projects/code.ts writes it: version, dot, deflated JSON in base64url.

import { deflateRawSync } from "node:zlib";

export function encodeShared({ name, files, args = [], example }) {
  const json = JSON.stringify({ n: name, f: files.map((file) => [file.name, file.text]), a: args, e: example });
  return `1.${deflateRawSync(json).toString("base64url")}`;
}
