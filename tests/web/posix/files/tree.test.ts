// SPDX-License-Identifier: MIT

import { File } from "@bjorn3/browser_wasi_shim";
import { expect, it } from "vitest";
import { O } from "../../../../web/posix/abi.ts";
import { DiskFile } from "../../../../web/posix/files/disk_file.ts";
import { FileTree } from "../../../../web/posix/files/tree.ts";
import { text } from "../platform.ts";

function open(tree: FileTree, path: string, flags: number = O.RDWR): DiskFile {
  const found = tree.find(path);
  const inode = typeof found === "string" ? tree.createFile(path) : found;
  return new DiskFile(inode as File, flags, tree, () => {});
}

it("lists files with their sizes, the system's own left out", () => {
  const tree = new FileTree(() => 0);
  for (const folder of ["/etc", "/a", "/a/b"]) tree.makeDirectory(folder);
  open(tree, "/etc/services").write(text("x"));
  open(tree, "/a/b/c").write(text("hello"));
  open(tree, "/d");
  expect(tree.list()).toEqual([
    { path: "/a/b/c", size: 5 },
    { path: "/d", size: 0 },
  ]);
});

it("finds a path however it is written", () => {
  const tree = new FileTree(() => 0);
  tree.makeDirectory("/a");
  open(tree, "/a/x").write(text("1"));
  for (const path of ["a/x", "/a//x", "/a/./x", "/a/../a/x", "/../a/x"]) expect(tree.find(path)).toBeInstanceOf(File);
  expect([tree.find("/a/x/y"), tree.find("/a/z"), tree.find("/a/x/")]).toEqual(["ENOTDIR", "ENOENT", "ENOTDIR"]);
});

it("renames over a file, not into itself", () => {
  const tree = new FileTree(() => 0);
  tree.makeDirectory("/a");
  open(tree, "/one").write(text("1"));
  open(tree, "/two").write(text("22"));
  expect([tree.rename("/one", "/two"), tree.rename("/a", "/a/b"), tree.rename("/none", "/x")]).toEqual([
    0,
    "EINVAL",
    "ENOENT",
  ]);
  expect(tree.list()).toEqual([{ path: "/two", size: 1 }]);
});

it("a file that shrinks and grows again holds zeros, not what it held", () => {
  const file = open(new FileTree(() => 0), "/f");
  file.write(text("secret"));
  file.resize(2);
  file.resize(6);
  const read = new Uint8Array(6);
  file.readAt(read, 0);
  expect([...read]).toEqual([115, 101, 0, 0, 0, 0]);
});

it("a hole is zeros", () => {
  const file = open(new FileTree(() => 0), "/f");
  file.seek(5, 0);
  file.write(text("x"));
  expect([...file.inode.data]).toEqual([0, 0, 0, 0, 0, 120]);
});
