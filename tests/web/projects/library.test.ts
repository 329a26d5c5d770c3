// SPDX-License-Identifier: MIT

import { describe, expect, it } from "vitest";
import { isChanged, Library, MemoryShelf, type Project } from "../../../web/projects/index.ts";

const files = [{ name: "main.cpp", text: "int main() {}\n" }];
const origin = { example: "tcp_client", files };

class FullShelf extends MemoryShelf {
  override async put(): Promise<void> {
    throw new DOMException("no room", "QuotaExceededError");
  }
}

/** Notes what is put, and takes its time as a disk does. */
class SlowShelf extends MemoryShelf {
  readonly texts: (string | undefined)[] = [];
  override async put(project: Project): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 5));
    this.texts.push(project.files[0]?.text);
    await super.put(project);
  }
}

describe("the library of projects", () => {
  it("keeps every change on the shelf", async () => {
    const shelf = new MemoryShelf();
    const library = new Library();
    await library.open(shelf);
    const { id } = library.create("echo", files, ["www.test"], origin);
    library.update(id, { files: [{ name: "main.cpp", text: "int main() { return 1; }\n" }] });
    library.update(id, { args: ["echo.test"], name: "  my\techo " });
    await library.saved();
    const later = new Library();
    await later.open(shelf);
    expect(later.find(id)).toMatchObject({ name: "my echo", args: ["echo.test"], origin });
    expect(later.find(id)?.files[0]?.text).toContain("return 1");
  });

  it("puts the last of many changes last", async () => {
    const shelf = new SlowShelf();
    const library = new Library();
    await library.open(shelf);
    const { id } = library.create("echo", files, [], null);
    for (let at = 0; at < 20; at++) library.update(id, { files: [{ name: "main.cpp", text: `${at}` }] });
    await library.saved();
    expect(shelf.texts.at(-1)).toBe("19");
  });

  it("keeps what was made before the shelf was open", async () => {
    const shelf = new MemoryShelf();
    const library = new Library();
    const early = library.create("early", files, [], null);
    await library.open(shelf);
    await library.saved();
    expect(await shelf.all()).toMatchObject([{ id: early.id }]);
  });

  it("gives no two projects one name", () => {
    const library = new Library();
    const first = library.create("echo", files, [], null);
    expect(library.create("echo", files, [], null).name).toBe("echo 2");
    expect(library.duplicate(first.id)?.name).toBe("echo 3");
    expect(library.update(first.id, { name: " \n" })?.name).toBe("echo");
  });

  it("gives a project its original back, and knows whether it differs", () => {
    const library = new Library();
    const { id } = library.create("echo", [...files, { name: "more.cpp", text: "" }], [], origin);
    expect(isChanged(library.find(id) as Project)).toBe(true);
    const back = library.reset(id);
    expect(back?.files).toEqual(files);
    expect(isChanged(back as Project)).toBe(false);
    expect(library.reset(library.create("mine", files, [], null).id)).toBeUndefined();
  });

  it("removes for good, also while a change is on its way", async () => {
    const shelf = new SlowShelf();
    const library = new Library();
    await library.open(shelf);
    const { id } = library.create("echo", files, [], null);
    library.update(id, { args: ["x"] });
    library.remove(id);
    await library.saved();
    expect(await shelf.all()).toEqual([]);
    expect(library.all).toEqual([]);
  });

  it("says when the browser keeps nothing, and goes on", async () => {
    const library = new Library();
    const problems: unknown[] = [];
    library.onProblem = (error) => problems.push(error);
    await library.open(new FullShelf());
    library.create("echo", files, [], null);
    await library.saved();
    expect(problems).toHaveLength(1);
    expect(library.all).toHaveLength(1);
  });

  it("passes over what is no project", async () => {
    const shelf = new MemoryShelf();
    await shelf.put({ id: "x", files: [] } as unknown as Project);
    const library = new Library();
    await library.open(shelf);
    expect(library.all).toEqual([]);
  });
});
