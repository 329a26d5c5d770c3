// SPDX-License-Identifier: MIT
// The first comment of an example: `// key: value` lines, which say what the page shows and fills in.

/** The protocols in the page's order: sockets themselves, then the table of the internet's protocols. */
export const protocols = ["Sockets", "Servers", "HTTP", "NNTP", "FTP", "SMTP", "POP3", "IMAP4", "Telnet", "Gopher"];

const required = ["title", "title.zh", "blurb", "blurb.zh", "usage", "page"];
const optional = ["protocol", "also", "server", "beside", "browse"];

/** The header's lines, each key with all its values; throws for a line without a key and for a key nobody knows. */
function readLines(text) {
  const lines = new Map();
  for (const line of text.split("\n")) {
    if (!line.startsWith("//")) break;
    const found = /^\/\/ ([a-z.]+): (.*\S)\s*$/.exec(line);
    if (!found && lines.size === 0) continue; // the licence
    if (!found) throw new Error(`"${line}" has no key; a value stands on one line`);
    const [, key, value] = found;
    if (![...required, ...optional].includes(key)) {
      throw new Error(`"// ${key}:" is not a key; the keys are ${[...required, ...optional].join(", ")}`);
    }
    lines.set(key, [...(lines.get(key) ?? []), value]);
  }
  return lines;
}

/** The words of a line: blanks part them, double quotes around a word keep its blanks. */
export function words(line) {
  if (!/^(?:(?:"[^"]*"|[^\s"]+)(?:\s+|$))*$/.test(line))
    throw new Error(`"${line}" has a quotation mark within a word`);
  return (line.match(/"[^"]*"|[^\s"]+/g) ?? []).map((word) => word.replace(/^"(.*)"$/, "$1"));
}

/**
 * The arguments that a usage line names: `ftp_list [HOST [PORT]]` gives HOST and PORT, `[NAME...]` any number of
 * NAME. Optional ones stand in nested brackets and come last, as a program that goes by position reads them.
 */
export function argumentsOf(name, usage) {
  const [before, ...nested] = usage.replaceAll("]", "").split(/ ?\[/);
  const [command, ...needed] = before.split(" ");
  const canonical = [command, ...needed, ...nested.map((word) => `[${word}`)].join(" ") + "]".repeat(nested.length);
  const all = [...needed, ...nested];
  const named = all.every(
    (word, at) => /^[A-Z][A-Z0-9_]*(\.\.\.)?$/.test(word) && (at === all.length - 1 || !/\./.test(word)),
  );
  if (command !== name || canonical !== usage || !named) {
    throw new Error(
      `"// usage: ${usage}" is not the program's name and its arguments by position; ` +
        `write it like "${name} HOST [PORT [PATH...]]"`,
    );
  }
  return all.map((word, at) => ({
    name: word.replace("...", ""),
    optional: at >= needed.length,
    repeated: word.endsWith("..."),
  }));
}

/** Throws unless these arguments fit what the usage line names. */
function checked(key, values, named) {
  const least = named.filter(({ optional: isOptional }) => !isOptional).length;
  const most = named.at(-1)?.repeated ? Number.POSITIVE_INFINITY : named.length;
  if (values.length < least || values.length > most) {
    const count = least === most ? `${most}` : `${least} to ${most}`;
    throw new Error(`"// ${key}:" gives ${values.length} arguments where "// usage:" names ${count}`);
  }
  return values;
}

/** Another example with its arguments: `echo_client 127.0.0.1 7007`. */
function partner(line) {
  const [name, ...args] = words(line);
  return { name, args };
}

/** What the page shall know of an example; throws an Error that says what its header lacks. */
export function describe(file, text) {
  const name = file.replace(/\.[^.]*$/, "");
  const lines = readLines(text);
  const one = (key) => {
    const values = lines.get(key) ?? [];
    if (values.length !== 1) throw new Error(`its first comment needs one line "// ${key}: ..."`);
    return values[0];
  };
  const protocol = lines.has("protocol") ? one("protocol") : protocols[0];
  if (!protocols.includes(protocol)) {
    throw new Error(`"// protocol: ${protocol}" is not one of ${protocols.join(", ")}`);
  }
  const usage = one("usage");
  const named = argumentsOf(name, usage);
  return {
    name,
    protocol,
    title: { en: one("title"), zh: one("title.zh") },
    blurb: { en: one("blurb"), zh: one("blurb.zh") },
    usage,
    arguments: named,
    page: checked("page", named.length === 0 && !lines.has("page") ? [] : words(one("page")), named),
    also: (lines.get("also") ?? []).map((line) => checked("also", words(line), named)),
    // The example that must run before this one, those that are run after it, and what a browser shall open.
    ...(lines.has("server") ? { server: partner(one("server")) } : {}),
    ...(lines.has("beside") ? { beside: lines.get("beside").map(partner) } : {}),
    ...(lines.has("browse") ? { browse: one("browse") } : {}),
    source: `examples/${file}`,
    wasm: `examples/${name}.wasm`,
  };
}
