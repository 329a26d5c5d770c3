// SPDX-License-Identifier: MIT
// Which gateway the programs use. The site names one in porthole.json; the reader's own choice wins and stays in
// this browser. The page's address has no say in it, so a link cannot send anyone's bytes elsewhere.

import type { GatewayConfig } from "../run/index.ts";
import { keep, recall } from "./store.ts";

export type GatewayChoice =
  | { kind: "site" }
  | { kind: "none" }
  | { kind: "porthole"; url: string }
  | { kind: "websockify"; url: string; fixed?: string };

/** What is known of the gateway: nothing yet, it answered, it wants to know who asks, it did not answer, or it cannot be asked. */
export type GatewayState = "none" | "checking" | "ready" | "locked" | "gone" | "unchecked";

const nowhere: GatewayConfig = { gateway: null, kind: "porthole" };

/** An address as ws:// or wss://, relative ones against the page's; undefined where it is none. */
export function socketUrl(text: string, base: string): string | undefined {
  try {
    const url = new URL(text.trim(), base);
    url.protocol = url.protocol.replace(/^http/, "ws");
    return /^wss?:$/.test(url.protocol) && url.hostname ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/** True for host:port, the host possibly an IPv6 address in brackets. */
export const isTarget = (text: string): boolean => /^(\[[\da-f:.]+\]|[^\s:[\]]+):\d{1,5}$/iu.test(text);

/** Understands porthole.json; anything unfit in it is no gateway. */
export function readSiteConfig(value: unknown, base: string): GatewayConfig {
  if (typeof value !== "object" || value === null) return nowhere;
  const { gateway, kind, fixed, practice } = value as Record<string, unknown>;
  const url = typeof gateway === "string" ? socketUrl(gateway, base) : undefined;
  if (!url) return nowhere;
  const hosts: Pick<GatewayConfig, "practice"> = practice === "gateway" ? { practice } : {};
  if (kind !== "websockify") return { gateway: url, kind: "porthole", ...hosts };
  const target = typeof fixed === "string" && isTarget(fixed) ? { fixed } : {};
  return { gateway: url, kind, ...target, ...hosts };
}

/** Reads porthole.json beside the page; a page without one has no gateway. */
export async function loadSiteConfig(): Promise<GatewayConfig> {
  try {
    const url = new URL("porthole.json", document.baseURI);
    const response = await fetch(url, { cache: "no-store" });
    return response.ok ? readSiteConfig(await response.json(), url.href) : nowhere;
  } catch {
    return nowhere;
  }
}

/** The reader's choice as kept, or the site's. */
export function recallChoice(): GatewayChoice {
  const kept = recall("gateway") as Partial<Record<"kind" | "url" | "fixed", unknown>> | undefined;
  if (kept?.kind === "none") return { kind: "none" };
  if ((kept?.kind === "porthole" || kept?.kind === "websockify") && typeof kept.url === "string") {
    const { kind, url, fixed } = kept;
    return kind === "websockify" && typeof fixed === "string" ? { kind, url, fixed } : { kind, url };
  }
  return { kind: "site" };
}

export const keepChoice = (choice: GatewayChoice): void => keep("gateway", choice.kind === "site" ? undefined : choice);

export type PracticeChoice = NonNullable<GatewayConfig["practice"]>;

/** Who serves the practice hosts, as the reader chose; undefined for the site's way. */
export function recallPractice(): PracticeChoice | undefined {
  const kept = recall("practice");
  return kept === "tab" || kept === "gateway" ? kept : undefined;
}

export const keepPractice = (choice: PracticeChoice): void => keep("practice", choice);

/** The whole configuration; where there is no gateway the practice hosts are in the tab. */
export function configOf(choice: GatewayChoice, site: GatewayConfig, practice?: PracticeChoice): GatewayConfig {
  const reach = reachOf(choice, site);
  return { ...reach, practice: reach.gateway === null ? "tab" : (practice ?? site.practice ?? "tab") };
}

function reachOf(choice: GatewayChoice, site: GatewayConfig): GatewayConfig {
  if (choice.kind === "site") return site;
  if (choice.kind === "none") return nowhere;
  const { url: gateway, kind } = choice;
  return choice.kind === "websockify" && choice.fixed ? { gateway, kind, fixed: choice.fixed } : { gateway, kind };
}

/** The gateway's host and port, for people. */
export const gatewayHost = (config: GatewayConfig): string => (config.gateway ? new URL(config.gateway).host : "");

/** What a gateway's first message says of it. */
function stateIn(message: string): GatewayState {
  try {
    const { type, features } = JSON.parse(message) as { type?: unknown; features?: unknown };
    if (type !== "hello") return "gone";
    return Array.isArray(features) && features.includes("token") ? "locked" : "ready";
  } catch {
    return "gone";
  }
}

/**
 * Shows the page's own gateway a token. It answers with a cookie that no script can read, so that the token is kept
 * nowhere else. False when it does not take it.
 */
export async function enter(token: string): Promise<boolean> {
  try {
    const url = new URL("session", document.baseURI);
    return (await fetch(url, { method: "POST", body: token.trim(), cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

/** The token in the page's address (`#token=…`), which is taken out of it; it has never left the browser. */
export function takeToken(): string | undefined {
  const fields = new URLSearchParams(location.hash.replace(/^#/, ""));
  const token = fields.get("token") ?? undefined;
  if (token !== undefined) {
    fields.delete("token");
    const rest = fields.size > 0 ? `#${fields}` : "";
    history.replaceState(null, "", `${location.pathname}${location.search}${rest}`);
  }
  return token;
}

/** Asks the gateway for its hello. */
export function probe(config: GatewayConfig, patience = 5000): Promise<GatewayState> {
  if (!config.gateway) return Promise.resolve("none");
  if (config.kind === "websockify") return Promise.resolve("unchecked");
  const url = config.gateway;
  return new Promise((resolve) => {
    let socket: WebSocket;
    const finish = (state: GatewayState): void => {
      clearTimeout(timer);
      resolve(state);
      if (socket?.readyState === WebSocket.OPEN) socket.close(1000);
    };
    const timer = setTimeout(() => finish("gone"), patience);
    try {
      socket = new WebSocket(url, ["porthole.v1"]);
    } catch {
      return finish("gone");
    }
    socket.onopen = () => socket.send(JSON.stringify({ type: "hello", version: 1, credit: 65536 }));
    socket.onmessage = ({ data }) => finish(stateIn(String(data)));
    socket.onclose = () => finish("gone");
  });
}
