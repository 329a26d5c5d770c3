// SPDX-License-Identifier: MIT

import type { SourceFile } from "../compile/types.ts";
import { encodeShared, ShareError } from "../projects/index.ts";
import { writePlace } from "./address.ts";
import { askText, askWhether } from "./ask.ts";
import { copyText, saveBytes } from "./dom.ts";
import { type Example, inLanguage } from "./examples.ts";
import { t } from "./language.ts";
import type { OwnPrograms } from "./own-programs.ts";
import type { ProgramTools } from "./program-tools.ts";

/** What the tools need of the page around them. */
export interface Surroundings {
  chosen: () => Example | undefined;
  files: () => SourceFile[];
  args: () => string[];
  choose: (program: Example) => void;
  refresh: () => void;
  removed: (program: Example) => void;
}

/** Lets the tools of the chosen program do what they say. */
export function connectTools(programs: OwnPrograms, tools: ProgramTools, around: Surroundings): void {
  new ProgramActions(programs, tools, around);
}

class ProgramActions {
  readonly #programs: OwnPrograms;
  readonly #tools: ProgramTools;
  readonly #around: Surroundings;

  constructor(programs: OwnPrograms, tools: ProgramTools, around: Surroundings) {
    this.#programs = programs;
    this.#tools = tools;
    this.#around = around;
    tools.isChanged = (example) => programs.isChanged(example);
    const asked = (act: (program: Example) => void | Promise<void>) => () => {
      const program = around.chosen();
      if (program) void act(program);
    };
    tools.onShare = asked((program) => this.#share(program));
    tools.onDownload = asked((program) => this.#download(program));
    tools.onDuplicate = asked((program) => this.#duplicate(program));
    tools.onRename = asked((program) => this.#rename(program));
    tools.onReset = asked((program) => this.#reset(program));
    tools.onDelete = asked((program) => this.#delete(program));
  }

  /** The link with the program in it; everything stands behind the #. */
  async #share(program: Example): Promise<void> {
    const example = program.own?.origin?.example || (program.own ? undefined : program.name);
    try {
      const name = inLanguage(program.title);
      const code = await encodeShared({ name, files: this.#around.files(), args: this.#around.args(), example });
      const link = `${location.origin}${location.pathname}${writePlace({ code })}`;
      await copyText(link).then(
        () => this.#tools.say("own.shared.done"),
        () => this.#tools.offer("own.shared.shown", link),
      );
    } catch (error) {
      if (!(error instanceof ShareError)) throw error;
      this.#tools.say(error.key, error.values);
    }
  }

  async #download(program: Example): Promise<void> {
    const { zipFolder } = await import("../projects/folder.ts");
    const files = this.#around.files();
    const { name, bytes } = zipFolder(inLanguage(program.title), files, this.#around.args());
    saveBytes(name, bytes);
  }

  #duplicate(program: Example): void {
    const { own } = program;
    const made = own?.id ? this.#programs.duplicate(own.id) : undefined;
    const files = this.#around.files();
    this.#around.choose(made ?? this.#programs.keep(program, files, files, this.#around.args()));
  }

  async #rename(program: Example): Promise<void> {
    const name = await askText(t("own.rename"), "own.name", inLanguage(program.title));
    if (!name || !program.own?.id) return;
    this.#programs.rename(program.own.id, name);
    this.#around.refresh();
  }

  async #reset(program: Example): Promise<void> {
    const question = t("own.reset.ask", { name: inLanguage(program.title) });
    if (!program.own?.id || !(await askWhether(question, "ask.reset"))) return;
    this.#programs.reset(program.own.id);
    this.#around.refresh();
  }

  async #delete(program: Example): Promise<void> {
    const question = t("own.delete.ask", { name: inLanguage(program.title) });
    if (!program.own?.id || !(await askWhether(question, "ask.delete"))) return;
    this.#programs.library.remove(program.own.id);
    this.#around.removed(program);
  }
}
