// SPDX-License-Identifier: MIT
// The files that the compiler sees: a tree in memory, shared by its runs.

import { Directory, File, type Inode } from "@bjorn3/browser_wasi_shim";

export type Folder = Map<string, Inode>;

/** A file over bytes that are not copied. */
export function fileOf(bytes: Uint8Array): File {
  const file = new File([]);
  file.data = bytes as Uint8Array<ArrayBuffer>;
  return file;
}

/** Puts a file at an absolute path, with the folders on the way. */
export function place(root: Folder, path: string, bytes: Uint8Array): void {
  const names = path.split("/").filter((name) => name !== "");
  const last = names.pop();
  if (last === undefined) return;
  let folder = root;
  for (const name of names) {
    const found = folder.get(name);
    const next = found instanceof Directory ? found : new Directory(new Map());
    if (next !== found) folder.set(name, next);
    folder = next.contents;
  }
  folder.set(last, fileOf(bytes));
}

/** The bytes of a file of the root folder, or null. */
export function read(root: Folder, name: string): Uint8Array | null {
  const file = root.get(name);
  return file instanceof File ? file.data : null;
}

/** Adds the files of a pack (see src/setup/compiler.mjs) to a tree. */
export function unpack(root: Folder, pack: ArrayBuffer): void {
  const length = new DataView(pack).getUint32(0, true);
  const list = JSON.parse(new TextDecoder().decode(new Uint8Array(pack, 4, length))) as [string, number][];
  let at = 4 + length;
  for (const [path, size] of list) {
    place(root, path, new Uint8Array(pack, at, size));
    at += size;
  }
}
