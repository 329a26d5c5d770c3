// SPDX-License-Identifier: MIT

import type { Family, HostAddress, LookupError, Resolved } from "../network.ts";
import type { Control } from "./control.ts";

/** What is asked of the gateway by an id of its own, and answered in any order. */
export class Questions {
  private readonly open = new Map<number, (answer: Control | null) => void>();
  private next = 1;
  private lost = false;

  constructor(private readonly tell: (control: Control) => void) {}

  /** The answer; null where the link is lost before. */
  ask(question: Control): Promise<Control | null> {
    if (this.lost) return Promise.resolve(null);
    return new Promise((resolve) => {
      const id = this.next++;
      this.open.set(id, resolve);
      this.tell({ ...question, id });
    });
  }

  answered(answer: Control): void {
    const id = answer.id as number;
    this.open.get(id)?.(answer);
    this.open.delete(id);
  }

  /** Nobody answers any more. */
  end(): void {
    this.lost = true;
    for (const answer of this.open.values()) answer(null);
    this.open.clear();
  }

  async resolve(host: string, family: Family | "any"): Promise<Resolved> {
    const answer = await this.ask({ type: "resolve", host, family });
    if (!answer) return { error: "EAI_AGAIN" };
    if (typeof answer.error === "string") return { error: answer.error as LookupError };
    return { addresses: answer.addresses as HostAddress[], canonical: (answer.canonical as string) ?? host };
  }

  async reverse({ address }: HostAddress): Promise<string | null> {
    const answer = await this.ask({ type: "reverse", address });
    return typeof answer?.name === "string" ? answer.name : null;
  }

  /** What an option of a real socket is. */
  async option(socket: number, name: string): Promise<number | null> {
    const answer = await this.ask({ type: "query", socket, name });
    return typeof answer?.value === "number" ? answer.value : null;
  }
}
