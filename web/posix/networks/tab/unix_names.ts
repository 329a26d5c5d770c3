// SPDX-License-Identifier: MIT

const isAbstract = (path: string): boolean => path.startsWith("\0");

/** The names of the tab's Unix sockets: paths, which stay until they are unlinked, and abstract names, which do not. */
export class UnixNames<Owner> {
  /** A path without an owner is the file of a socket that was closed. */
  private readonly owners = new Map<string, Owner | null>();
  private next = 0;

  /** Claims a name; an empty one is chosen here, as Linux does (autobind). Undefined where it is taken. */
  claim(path: string, owner: Owner): string | undefined {
    const name = path === "" ? this.free() : path;
    if (this.owners.has(name)) return undefined;
    this.owners.set(name, owner);
    return name;
  }

  /** Who has this name: ENOENT where there is none, ECONNREFUSED where only a file is left. */
  find(path: string): Owner | "ENOENT" | "ECONNREFUSED" {
    const owner = this.owners.get(path);
    if (owner === undefined) return isAbstract(path) ? "ECONNREFUSED" : "ENOENT";
    return owner ?? "ECONNREFUSED";
  }

  /** The socket is closed. */
  release(path: string, owner: Owner): void {
    if (this.owners.get(path) !== owner) return;
    if (isAbstract(path)) this.owners.delete(path);
    else this.owners.set(path, null);
  }

  /** The file was removed, or renamed. */
  move(path: string, next: string | null): boolean {
    const owner = this.owners.get(path);
    if (owner === undefined || isAbstract(path)) return false;
    this.owners.delete(path);
    if (next !== null) this.owners.set(next, owner);
    return true;
  }

  get files(): string[] {
    return [...this.owners.keys()].filter((path) => !isAbstract(path));
  }

  private free(): string {
    const name = () => `\0${(this.next++ & 0xfffff).toString(16).padStart(5, "0")}`;
    let chosen = name();
    while (this.owners.has(chosen)) chosen = name();
    return chosen;
  }
}
