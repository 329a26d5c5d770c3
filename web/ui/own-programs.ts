// SPDX-License-Identifier: MIT

import type { SourceFile } from "../compile/types.ts";
import { Library, type Origin, type Project, programName, type Shared, sameFiles } from "../projects/index.ts";
import { type Example, inLanguage } from "./examples.ts";
import { inEvery, type TextKey, t } from "./language.ts";

/** What a reader's own program has beyond an example. */
export interface Own {
  /** Its name on the shelf; null while it is only what a link, or New, brought. */
  id: string | null;
  files: SourceFile[];
  /** The arguments that it was given last. */
  args: string[];
  origin: Origin | null;
  /** It came in a link: the reader is asked before it reaches hosts. What the reader makes of it stays so. */
  foreign: boolean;
}

const template = `#include <iostream>

int main()
{
    std::cout << "Hello\\n";
}
`;

/** The reader's own programs, in the manner of examples, so that panes, fields and lists take both. */
export class OwnPrograms {
  readonly library = new Library();
  readonly #examples: readonly Example[];
  readonly #views = new Map<string, Example>();

  constructor(examples: readonly Example[]) {
    this.#examples = examples;
  }

  get all(): Example[] {
    return this.library.all.map((project) => this.#view(project));
  }

  find(id: string | undefined): Example | undefined {
    const project = this.library.find(id);
    return project && this.#view(project);
  }

  /** A program that a link brought: not kept until the reader changes it. */
  fromLink(shared: Shared): Example {
    const example = this.#examples.find(({ name }) => name === shared.example);
    const own = { id: null, files: shared.files, args: shared.args, origin: null, foreign: true };
    return this.#describe(own, shared.name, "own.shared", example);
  }

  /** An empty program, not kept until the reader changes it. */
  blank(): Example {
    const files = [{ name: "main.cpp", text: template }];
    return this.#describe({ id: null, files, args: [], origin: null, foreign: false }, t("own.named"), "own.fresh");
  }

  /** Keeps what the reader made of an example, a link or an empty program. */
  keep(from: Example, files: SourceFile[], original: SourceFile[], args: readonly string[]): Example {
    const example = this.#examples.find(({ source }) => source === from.source);
    const origin = from.own?.origin ?? { example: example?.name ?? "", files: original };
    return this.#view(this.library.create(inLanguage(from.title), files, args, origin, from.own?.foreign));
  }

  change(program: Example, files: SourceFile[]): void {
    if (!program.own?.id) return;
    const project = this.library.update(program.own.id, { files });
    if (project) this.#view(project);
  }

  duplicate(id: string): Example | undefined {
    const project = this.library.duplicate(id);
    return project && this.#view(project);
  }

  rename(id: string, name: string): void {
    const project = this.library.update(id, { name });
    if (project) this.#view(project);
  }

  /** Gives a program its original files back. */
  reset(id: string): void {
    const project = this.library.reset(id);
    if (project) this.#view(project);
  }

  /** Remembers the arguments, but for a password that the reader typed. */
  remember(program: Example, args: readonly string[]): void {
    if (!program.own?.id || JSON.stringify(args) === JSON.stringify(program.own.args)) return;
    const project = this.library.update(program.own.id, { args: [...args] });
    if (project) this.#view(project);
  }

  /** Whether there is an original to compare with and to go back to. */
  isChanged({ own }: Example): boolean {
    return !!own?.origin && !sameFiles(own.files, own.origin.files);
  }

  #view(project: Project): Example {
    const { id, files, args, origin, foreign = false } = project;
    const example = this.#examples.find(({ name }) => name === project.origin?.example);
    const fresh = this.#describe(
      { id, files, args, origin, foreign },
      project.name,
      example ? "own.from" : "own.alone",
      example,
    );
    const view = this.#views.get(project.id);
    if (!view) {
      this.#views.set(project.id, fresh);
      return fresh;
    }
    // Panes hold on to it: it changes in place.
    return Object.assign(view, fresh);
  }

  #describe(own: Own, name: string, about: TextKey, example?: Example): Example {
    return {
      name: programName(own.files),
      protocol: example?.protocol ?? "Sockets",
      title: { en: name, zh: name },
      blurb: inEvery(about, (language) => ({ name: example?.title[language] ?? "" })),
      usage: example?.usage ?? "",
      arguments: example?.arguments ?? [],
      page: example?.page ?? [],
      also: example?.also ?? [],
      source: example?.source ?? "",
      wasm: "",
      own,
    };
  }
}
