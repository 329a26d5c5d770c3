// SPDX-License-Identifier: MIT
// Command lines: the fields of the page on one side, argv and the shell's spelling on the other.

/** What the fields hold. Nothing is checked here: a bad host or port is the program's to report. */
export interface Fields {
  host: string;
  port: string;
  rest: string;
}

/** Which fields a usage line such as "tcp_client [HOST [PORT]]" asks for. */
export interface Slots {
  host: boolean;
  port: boolean;
}

export function slotsOf(usage: string): Slots {
  const words = usage.replace(/[[\]]/g, " ").split(/\s+/).filter(Boolean).slice(1);
  const positional = words.filter((word) => !word.startsWith("-"));
  const host = positional[0] === "HOST";
  return { host, port: host && positional[1] === "PORT" };
}

/** Splits a line into arguments as a shell does: blanks part, quotes and backslashes join. */
export function splitArguments(line: string): string[] {
  const found: string[] = [];
  const word = /(?:'[^']*(?:'|$)|"(?:\\.|[^"\\])*(?:"|$)|\\.|[^\s'"\\]|\\$)+/gsu;
  for (const [raw] of line.matchAll(word)) {
    found.push(
      raw.replace(/'([^']*)(?:'|$)|"((?:\\.|[^"\\])*)(?:"|$)|\\(.)/gsu, (_, single, double, escaped) => {
        if (single !== undefined) return single;
        if (double !== undefined) return double.replace(/\\(["\\$`])/g, "$1");
        return escaped;
      }),
    );
  }
  return found;
}

/** An argument as a shell needs it written. */
export function quoteArgument(argument: string): string {
  if (/^[\w@%+=:,./-]+$/u.test(argument)) return argument;
  return `'${argument.replaceAll("'", `'\\''`)}'`;
}

/** The command that does the same natively. */
export function commandLine(name: string, args: readonly string[]): string {
  return ["porthole", "run", name, ...args].map(quoteArgument).join(" ");
}

/** Spreads arguments over the fields. */
export function toFields(slots: Slots, args: readonly string[]): Fields {
  const rest = [...args];
  const host = slots.host ? (rest.shift() ?? "") : "";
  const port = slots.port ? (rest.shift() ?? "") : "";
  return { host, port, rest: rest.map(quoteArgument).join(" ") };
}

/** Gathers the fields into arguments. Empty fields at the end are left out. */
export function fromFields(slots: Slots, fields: Fields): string[] {
  const rest = splitArguments(fields.rest);
  const leading = [...(slots.host ? [fields.host] : []), ...(slots.port ? [fields.port] : [])];
  const followed = rest.some((argument) => !argument.startsWith("-")) && leading.some((field) => field !== "");
  while (!followed && leading.at(-1) === "") leading.pop();
  return [...leading, ...rest];
}
