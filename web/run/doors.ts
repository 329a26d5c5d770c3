// SPDX-License-Identifier: MIT
// What a program's worker may still reach by name when the program begins: the language, and no way out of the page.

/** The language itself, and what this worker goes on to use. All else goes, so that a browser's next invention is shut as well. */
const KEPT = new Set(
  `
  Object Function Array Number Boolean String Symbol BigInt Date RegExp Promise Proxy Reflect JSON Math Intl Atomics
  Map Set WeakMap WeakSet WeakRef FinalizationRegistry Iterator DisposableStack AsyncDisposableStack Temporal
  ArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array
  BigInt64Array BigUint64Array Float16Array Float32Array Float64Array
  Error AggregateError EvalError RangeError ReferenceError SuppressedError SyntaxError TypeError URIError DOMException
  Infinity NaN undefined globalThis isFinite isNaN parseFloat parseInt decodeURI decodeURIComponent encodeURI
  encodeURIComponent escape unescape
  self console TextDecoder TextEncoder URL performance crypto setTimeout clearTimeout queueMicrotask WebAssembly
  Event EventTarget MessageEvent
  `
    .trim()
    .split(/\s+/),
);

/** What every object has. */
const BASE: ReadonlySet<object> = new Set([Object.prototype, EventTarget.prototype]);

/** A number that nobody can change, as Chromium's TEMPORARY of a file system that is not there. */
function isConstant(owner: object | null, name: string): boolean {
  const property = owner && Object.getOwnPropertyDescriptor(owner, name);
  return typeof property?.value === "number" && !property.writable;
}

/**
 * Takes from a global scope, for good, everything that is not kept: fetch, XMLHttpRequest, WebSocket, indexedDB, caches,
 * BroadcastChannel, navigator, importScripts, Worker, postMessage and the rest. Who needs one of them takes it before.
 * Throws where a browser holds on to one: then no program must start.
 */
export function shutDoors(scope: object): void {
  for (let owner: object | null = scope; owner && !BASE.has(owner); owner = Object.getPrototypeOf(owner)) {
    for (const name of Object.getOwnPropertyNames(owner)) {
      if (KEPT.has(name) || name === "constructor") continue;
      Reflect.deleteProperty(owner, name);
    }
    // The constructors of scopes are found through their prototypes, and have nothing that a program needs.
    if (owner !== scope) Reflect.deleteProperty(owner, "constructor");
  }
  for (let owner: object | null = scope; owner && !BASE.has(owner); owner = Object.getPrototypeOf(owner)) {
    const left = Object.getOwnPropertyNames(owner).find((name) => !KEPT.has(name) && !isConstant(owner, name));
    if (left) throw new Error(`this browser does not let go of ${left}: no program can be kept within the page`);
    if (owner !== scope) Object.preventExtensions(owner);
  }
}
