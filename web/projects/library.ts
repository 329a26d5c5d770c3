// SPDX-License-Identifier: MIT

import type { SourceFile } from "../compile/types.ts";
import { freeName, makeProject, type Origin, type Project, sameFiles, tidyName } from "./project.ts";
import { MemoryShelf, type Shelf } from "./shelf.ts";

/** All projects of the reader, latest first; every change is put on the shelf at once. */
export class Library {
  /** The list or a name in it changed. */
  onChange: () => void = () => {};
  /** The browser would not keep a change: its storage is full, or was taken away. */
  onProblem: (error: unknown) => void = () => {};
  #shelf: Shelf = new MemoryShelf();
  #projects: Project[] = [];
  readonly #saving = new Map<string, Promise<void>>();

  /** Reads what is on the shelf; what was made before stays, and is put there too. */
  async open(shelf: Shelf): Promise<void> {
    const kept = await shelf.all();
    const made = this.#projects;
    this.#shelf = shelf;
    this.#projects = [...made, ...kept.filter(isProject)].sort((one, other) => other.changed - one.changed);
    for (const project of made) this.#save(project.id);
    this.onChange();
  }

  /** False when programs are gone with the page. */
  get lasting(): boolean {
    return this.#shelf.lasting;
  }

  get all(): readonly Project[] {
    return this.#projects;
  }

  find(id: unknown): Project | undefined {
    return this.#projects.find((project) => project.id === id);
  }

  create(name: string, files: SourceFile[], args: readonly string[], origin: Origin | null, foreign = false): Project {
    const taken = this.#projects.map((project) => project.name);
    const project = makeProject(freeName(tidyName(name, "program"), taken), files, args, origin, foreign);
    this.#projects = [project, ...this.#projects];
    this.#save(project.id);
    this.onChange();
    return project;
  }

  /** Changes a project in place on the list; returns it as it is now, or undefined where there is none. */
  update(id: string, change: Partial<Pick<Project, "files" | "args" | "name">>): Project | undefined {
    const before = this.find(id);
    if (!before) return undefined;
    const project: Project = { ...before, ...change, changed: Date.now() };
    project.name = tidyName(project.name, before.name);
    this.#projects = this.#projects.map((each) => (each.id === id ? project : each));
    this.#save(id);
    if (project.name !== before.name) this.onChange();
    return project;
  }

  duplicate(id: string): Project | undefined {
    const from = this.find(id);
    return from && this.create(from.name, from.files, from.args, from.origin, from.foreign);
  }

  /** Gives a project its original files back. */
  reset(id: string): Project | undefined {
    const origin = this.find(id)?.origin;
    return origin ? this.update(id, { files: origin.files }) : undefined;
  }

  remove(id: string): void {
    this.#projects = this.#projects.filter((project) => project.id !== id);
    void this.#after(id, () => this.#shelf.remove(id));
    this.onChange();
  }

  /** Resolves when everything is on the shelf. */
  async saved(): Promise<void> {
    while (this.#saving.size > 0) await Promise.all(this.#saving.values());
  }

  /** Keystrokes come faster than a disk writes: what is put is the project as it is when its turn comes. */
  #save(id: string): void {
    void this.#after(id, async () => {
      const project = this.find(id);
      if (project) await this.#shelf.put(project);
    });
  }

  #after(id: string, work: () => Promise<void>): Promise<void> {
    const before = this.#saving.get(id) ?? Promise.resolve();
    const now = before.then(work).catch((error) => this.onProblem(error));
    const ended = now.then(() => {
      if (this.#saving.get(id) === ended) this.#saving.delete(id);
    });
    this.#saving.set(id, ended);
    return ended;
  }
}

/** Whether a project differs from what it began as; one that began as nothing has nothing to differ from. */
export const isChanged = (project: Project): boolean =>
  project.origin !== null && !sameFiles(project.files, project.origin.files);

/** What another version of the page, or another program of this origin, may have left there. */
function isProject(value: unknown): value is Project {
  const project = value as Project;
  const isFile = (file: SourceFile): boolean => typeof file?.name === "string" && typeof file.text === "string";
  return (
    typeof project?.id === "string" &&
    typeof project.name === "string" &&
    Array.isArray(project.files) &&
    project.files.length > 0 &&
    project.files.every(isFile) &&
    Array.isArray(project.args)
  );
}
