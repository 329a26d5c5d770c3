// SPDX-License-Identifier: MIT

import { Program } from "../run/index.ts";
import { freshId, h } from "./dom.ts";
import { t } from "./language.ts";

/** What the program "browse" prints: a status line, header lines, an empty line, the body. */
interface Answer {
  status: string;
  type: string;
  body: Uint8Array<ArrayBuffer>;
}

const decoder = new TextDecoder("latin1");

function readAnswer(bytes: Uint8Array<ArrayBuffer>): Answer | null {
  const text = decoder.decode(bytes);
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return null;
  const [status = "", ...headers] = text.slice(0, end).split("\r\n");
  const type = headers.find((line) => /^content-type:/i.test(line))?.replace(/^[^:]*:\s*/, "") ?? "text/html";
  return { status: status.replace(/^HTTP\/\S+ /, ""), type, body: bytes.slice(end + 4) };
}

/** A small browser: it asks a server of the tab for a page, over the tab's own network, and shows it. */
export class BrowserPanel {
  readonly element: HTMLElement;
  readonly #address = h("input", {
    type: "text",
    id: freshId("address"),
    label: "browse.address",
    spellcheck: "false",
  });
  readonly #frame: HTMLIFrameElement;
  readonly #said = h("p", { class: "browse-said", role: "status" });
  #program?: Program;
  #turn = 0;

  constructor() {
    // No scripts: what a program serves is shown and does nothing. Its links are followed here.
    this.#frame = h("iframe", {
      class: "browse-page",
      sandbox: "allow-same-origin allow-forms",
      title: t("browse.page"),
    });
    this.#frame.onload = () => this.#follow();
    const go = h("button", { type: "submit", text: "browse.go" });
    const form = h("form", { class: "browse-bar" }, this.#address, go);
    form.onsubmit = (event) => {
      event.preventDefault();
      void this.open(this.#address.value);
    };
    this.element = h(
      "section",
      { class: "browse", label: "browse.title", hidden: true },
      form,
      this.#said,
      this.#frame,
    );
  }

  /** Shows the panel with this address, which is asked for when the reader says so; undefined hides it. */
  offer(url: string | undefined): void {
    this.element.hidden = url === undefined;
    this.#turn++;
    this.#address.value = url ?? "";
    this.#said.textContent = url ? t("browse.empty") : "";
    this.#frame.srcdoc = "";
  }

  async open(url: string): Promise<void> {
    const turn = ++this.#turn;
    this.#address.value = url;
    this.#said.textContent = t("browse.asking");
    const { bytes, error } = await this.#fetch(url);
    if (turn !== this.#turn) return;
    const answer = readAnswer(bytes);
    if (!answer) {
      this.#said.textContent = error.trim() || t("browse.nothing");
      this.#frame.srcdoc = "";
      return;
    }
    this.#said.textContent = answer.status;
    this.#frame.srcdoc = await asPage(answer);
  }

  dispose(): void {
    this.#program?.stop();
  }

  /** Runs the client that speaks HTTP: a C++ program, as all that uses sockets here. */
  async #fetch(url: string): Promise<{ bytes: Uint8Array<ArrayBuffer>; error: string }> {
    this.#program?.stop();
    const program = new Program({
      wasm: new URL("programs/browse.wasm", document.baseURI).href,
      name: "browse",
      args: [url],
      gateway: { gateway: null, kind: "porthole", practice: "tab" },
      columns: 80,
      rows: 24,
    });
    this.#program = program;
    const pieces: Uint8Array[] = [];
    let error = "";
    program.onOutput = (bytes, fd) => {
      if (fd === 2) error += new TextDecoder().decode(bytes);
      else pieces.push(bytes);
    };
    const status = await program.exited;
    program.stop();
    return { bytes: new Uint8Array(await new Blob(pieces as BlobPart[]).arrayBuffer()), error: status.error ?? error };
  }

  #follow(): void {
    const page = this.#frame.contentDocument;
    page?.addEventListener("click", (event) => {
      const link = (event.target as Element).closest?.("a[href]");
      if (!link) return;
      event.preventDefault();
      void this.open(new URL(link.getAttribute("href") ?? "", this.#address.value).href);
    });
    page?.addEventListener("submit", (event) => {
      event.preventDefault();
      const form = event.target as HTMLFormElement;
      const url = new URL(form.getAttribute("action") ?? "", this.#address.value);
      url.search = new URLSearchParams(new FormData(form) as unknown as Record<string, string>).toString();
      void this.open(url.href);
    });
  }
}

/** A page as it is, text as text, a picture in a page of its own. */
async function asPage({ type, body }: Answer): Promise<string> {
  if (/^text\/html/i.test(type)) return new TextDecoder().decode(body);
  if (!/^image\//i.test(type)) {
    const text = h("pre");
    text.textContent = new TextDecoder().decode(body);
    return text.outerHTML;
  }
  const reader = new FileReader();
  const read = new Promise((resolve) => reader.addEventListener("load", resolve));
  reader.readAsDataURL(new Blob([body], { type }));
  await read;
  return h("img", { src: String(reader.result), alt: "" }).outerHTML;
}
