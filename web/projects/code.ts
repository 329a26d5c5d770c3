// SPDX-License-Identifier: MIT
// A program in a link: version, dot, and its files as JSON, deflated, in base64url. It stands behind the #, which
// browsers keep to themselves, so no server sees it.

import type { SourceFile } from "../compile/types.ts";
import { limits, nameProblem, tidyName } from "./project.ts";

export interface Shared {
  name: string;
  files: SourceFile[];
  args: string[];
  /** The example that it began as. */
  example?: string;
}

/** Longer links get cut by mail programs and chats; what is longer is for the folder. */
export const longestCode = 32_000;
const longestJson = 4 << 20;
const version = "1";

/** Why a program cannot be put into a link, or a link cannot be read: names a key of the page's texts. */
export class ShareError extends Error {
  readonly key: "share.tooLong" | "share.broken" | "share.newer";
  readonly values: Record<string, number>;

  constructor(key: ShareError["key"], values: Record<string, number> = {}) {
    super(key);
    this.key = key;
    this.values = values;
  }
}

export async function encodeShared({ name, files, args, example }: Shared): Promise<string> {
  const json = JSON.stringify({ n: name, f: files.map((file) => [file.name, file.text]), a: args, e: example });
  const bytes = await through(new TextEncoder().encode(json), new CompressionStream("deflate-raw"), longestJson);
  const code = `${version}.${toBase64Url(bytes)}`;
  if (code.length > longestCode) throw new ShareError("share.tooLong", { size: code.length, limit: longestCode });
  return code;
}

/** Reads a link; what is not one, or was cut short, is a ShareError. */
export async function decodeShared(code: string): Promise<Shared> {
  const [said, packed = ""] = code.split(".");
  if (said !== version) throw new ShareError(/^\d+$/.test(said ?? "") && packed ? "share.newer" : "share.broken");
  let value: unknown;
  try {
    const json = await through(fromBase64Url(packed), new DecompressionStream("deflate-raw"), longestJson);
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(json));
  } catch {
    throw new ShareError("share.broken");
  }
  return checked(value);
}

function checked(value: unknown): Shared {
  const { n, f, a, e } = (value ?? {}) as Record<string, unknown>;
  const texts = (list: unknown): list is string[] =>
    Array.isArray(list) && list.every((each) => typeof each === "string");
  if (!Array.isArray(f) || f.length === 0 || !texts(a)) throw new ShareError("share.broken");
  const files: SourceFile[] = [];
  for (const pair of f) {
    if (!texts(pair) || pair.length !== 2) throw new ShareError("share.broken");
    const [name = "", text = ""] = pair;
    if (nameProblem(files, name) || text.length > limits.text) throw new ShareError("share.broken");
    files.push({ name, text });
  }
  const shared: Shared = { name: tidyName(typeof n === "string" ? n : "", "program"), files, args: a };
  if (typeof e === "string") shared.example = e;
  return shared;
}

type Pipe = CompressionStream | DecompressionStream;

/** A few bytes can unfold to gigabytes: reading ends where no honest program is that large. */
async function through(bytes: Uint8Array<ArrayBuffer>, pipe: Pipe, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const writer = pipe.writable.getWriter();
  const written = Promise.all([writer.write(bytes), writer.close()]);
  written.catch(() => {}); // the reader fails with the same
  const reader = pipe.readable.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > most) {
      void reader.cancel();
      throw new RangeError("too large");
    }
    parts.push(value);
  }
  await written;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]+$/.test(text) || text.length > longestCode) throw new RangeError("not base64url");
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
}
