// SPDX-License-Identifier: MIT
// WebAssembly modules made by hand, with imports that no compiler would give them.

const KINDS = { func: 0, table: 1, memory: 2, global: 3 };
const TYPES = { i32: 0x7f, i64: 0x7e, externref: 0x6f };

function number(value) {
  const bytes = [];
  do {
    bytes.push((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
    value >>>= 7;
  } while (value > 0);
  return bytes;
}

const list = (items) => [...number(items.length), ...items.flat()];
const section = (id, content) => [id, ...number(content.length), ...content];
const text = (value) => list([...Buffer.from(value)].map((byte) => [byte]));

/** What an import is, behind its names: a function's type, or what its kind has instead. */
const DESCRIPTIONS = { func: [1], table: [0x70, 0, 1], memory: [0, 1], global: [TYPES.i32, 0] };

/**
 * A program whose _start calls its first imported function, if there is one, with zeros (null for an externref).
 * @param imports [module, name, kind] each; kind is a key of KINDS
 * @param type of the imported functions: names of its parameters' types, and of its result's if it has one
 * @returns {string} base64
 */
export function moduleWith(imports, { parameters = [], result } = {}) {
  const types = list([
    [0x60, 0, 0],
    [0x60, ...list(parameters.map((each) => [TYPES[each]])), ...list(result ? [[TYPES[result]]] : [])],
  ]);
  const imported = list(
    imports.map(([from, name, kind]) => [...text(from), ...text(name), KINDS[kind], ...DESCRIPTIONS[kind]]),
  );
  const functions = imports.filter(([, , kind]) => kind === "func").length;
  const ownMemory = imports.every(([, , kind]) => kind !== "memory");
  const zeros = parameters.flatMap((each) => (each === "externref" ? [0xd0, 0x6f] : [each === "i64" ? 0x42 : 0x41, 0]));
  const call = functions > 0 ? [...zeros, 0x10, 0, ...(result ? [0x1a] : [])] : [];
  const body = [0, ...call, 0x0b];
  const exported = list([
    [...text("_start"), 0, ...number(functions)],
    [...text("memory"), 2, 0],
  ]);
  const bytes = [
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, types),
    ...section(2, imported),
    ...section(3, [1, 0]),
    ...(ownMemory ? section(5, [1, 0, 1]) : []),
    ...section(7, exported),
    ...section(10, list([[...number(body.length), ...body]])),
  ];
  return Buffer.from(bytes).toString("base64");
}
