// SPDX-License-Identifier: MIT
// Command lines: the fields of the page on one side, argv and the shell's spelling on the other.

/** An argument that a program takes, by position; the build reads it from the example's usage line. */
export interface Argument {
  name: string;
  optional: boolean;
  /** The last one may stand for any number. */
  repeated: boolean;
}

/** What the fields hold: one text for each argument, and what the program was given beyond them. */
export interface Fields {
  values: string[];
  extra: string[];
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
  if (/^[\p{L}\p{N}_@%+=:,./-]+$/u.test(argument)) return argument;
  return `'${argument.replaceAll("'", `'\\''`)}'`;
}

/** The command that does the same natively. */
export function commandLine(name: string, args: readonly string[]): string {
  return ["porthole", "run", name, ...args].map(quoteArgument).join(" ");
}

/** The same for sources of the reader's own; what follows -- is the program's. */
export function sourceCommandLine(files: readonly string[], args: readonly string[]): string {
  const rest = args.length > 0 ? ["--", ...args] : [];
  return ["porthole", "run", ...files, ...rest].map(quoteArgument).join(" ");
}

/** Spreads arguments over the fields; those of the repeated argument share the last one, quoted where they must be. */
export function toFields(named: readonly Argument[], args: readonly string[]): Fields {
  const values = named.map(({ repeated }, at) =>
    repeated ? args.slice(at).map(quoteArgument).join(" ") : (args[at] ?? ""),
  );
  return { values, extra: named.at(-1)?.repeated ? [] : args.slice(named.length) };
}

/** Gathers the fields into arguments. Empty fields at the end are left out; one before a full one keeps its place. */
export function fromFields(named: readonly Argument[], { values, extra }: Fields): string[] {
  const many = named.at(-1)?.repeated ? splitArguments(values[named.length - 1] ?? "") : [];
  const args = named.filter(({ repeated }) => !repeated).map((_, at) => values[at] ?? "");
  const rest = [...many, ...extra];
  while (rest.length === 0 && args.at(-1) === "") args.pop();
  return [...args, ...rest];
}

/** Arguments without what nobody but the program shall see: a password's place stays, its text is `instead`. */
export function withoutSecrets(named: readonly Argument[], args: readonly string[], instead: string): string[] {
  return args.map((value, at) => (named[at]?.name === "PASSWORD" && value !== "" ? instead : value));
}

/** What a link may say: a password that the reader typed is theirs, one that the example publishes is nobody's. */
export function shareable(named: readonly Argument[], args: readonly string[], published: string[][]): string[] {
  const bare = withoutSecrets(named, args, "");
  return args.map((value, at) => (published.some((choice) => choice[at] === value) ? value : (bare[at] ?? "")));
}

/** How a choice of arguments is called: www.test:80 /path, with its password left out. */
export function choiceName(named: readonly Argument[], args: readonly string[]): string {
  const shown = args.filter((value, at) => value !== "" && named[at]?.name !== "PASSWORD");
  const joined = named[0]?.name === "HOST" && named[1]?.name === "PORT" && args[0] && args[1];
  return joined ? [`${args[0]}:${args[1]}`, ...shown.slice(2)].join(" ") : shown.join(" ");
}
