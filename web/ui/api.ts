// SPDX-License-Identifier: MIT
// What the build read from the headers of our libraries: names, declarations and their doc comments.

export interface Entry {
  name: string;
  kind: "class" | "type" | "function" | "field" | "constant";
  /** The class it belongs to. */
  in?: string;
  /** The namespace. */
  space?: string;
  /** The declaration as it stands in the header. */
  text: string;
  doc?: string;
  header: string;
}

/** Names to choose from, and what they are. */
export class Api {
  readonly #byName = new Map<string, Entry[]>();
  readonly #members = new Map<string, Entry[]>();
  readonly free: Entry[] = [];

  constructor(entries: readonly Entry[]) {
    for (const entry of entries) {
      this.#add(this.#byName, entry.name, entry);
      const owner = entry.in?.split("::").pop();
      if (owner) this.#add(this.#members, owner, entry);
      else this.free.push(entry);
    }
  }

  named(name: string): readonly Entry[] {
    return this.#byName.get(name) ?? [];
  }

  /** What a class has: its own, not its bases'. */
  membersOf(name: string): readonly Entry[] {
    return this.#members.get(name) ?? [];
  }

  get allMembers(): Entry[] {
    return [...this.#members.values()].flat();
  }

  /** What may follow `name::`, a class or a namespace. */
  within(name: string): readonly Entry[] {
    const members = this.membersOf(name);
    return members.length > 0 ? members : this.free.filter((entry) => entry.space?.split("::").includes(name));
  }

  /** The class of a variable, as far as the text tells: Socket s(...), auto s = create_connection(...). */
  classOf(variable: string, text: string): string | undefined {
    const name = variable.replace(/\W/g, "");
    const typed = new RegExp(`\\b([\\w]+)(?:<[^<>]*>)?\\s*[&*]?\\s+[&*]?${name}\\s*[;({=,)]`, "g");
    for (const [, type = ""] of text.matchAll(typed)) {
      if (this.#members.has(type)) return type;
    }
    const made = new RegExp(`\\bauto\\s*[&*]*\\s*${name}\\s*[={(]\\s*([^;]*)`).exec(text)?.[1] ?? "";
    for (const [word] of made.matchAll(/\w+(?=\s*[({])/g)) {
      if (this.#members.has(word)) return word;
      for (const { text: declaration, kind } of this.named(word)) {
        const result = kind === "function" ? declaration.slice(0, declaration.indexOf(word)) : "";
        const type = [...result.matchAll(/\w+/g)].map(([each]) => each).find((each) => this.#members.has(each));
        if (type) return type;
      }
    }
    return undefined;
  }

  #add(map: Map<string, Entry[]>, key: string, entry: Entry): void {
    const list = map.get(key);
    if (list) list.push(entry);
    else map.set(key, [entry]);
  }
}
