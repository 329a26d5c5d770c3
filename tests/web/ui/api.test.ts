// SPDX-License-Identifier: MIT

import { describe, expect, it } from "vitest";
import { Api, type Entry } from "../../../web/ui/api.ts";

// The script that the build runs: plain Node, without types.
const script = new URL("../../../src/setup/api.mjs", import.meta.url).href;
const { readApi, readHeader } = (await import(/* @vite-ignore */ script)) as {
  readApi: () => Entry[];
  readHeader: (text: string, name: string) => Entry[];
};
const entries = readApi();
const api = new Api(entries);
const names = (list: readonly Entry[]): string[] => list.map(({ name }) => name);

describe("what the headers say", () => {
  it("has the declarations with their comments", () => {
    const [recv] = api.membersOf("Socket").filter(({ name }) => name === "recv");
    expect(recv).toMatchObject({
      kind: "function",
      in: "Socket",
      space: "porthole",
      text: "std::string recv(std::ptrdiff_t size, int flags = 0)",
      header: "socket/socket.hpp",
    });
    expect(recv?.doc).toMatch(/^Up to size bytes/);
  });

  it("has every protocol's classes, and nothing private", () => {
    for (const name of ["Socket", "HTTPConnection", "FTP", "SMTP", "POP3", "IMAP4", "NNTP", "Telnet"]) {
      expect(names(api.free), name).toContain(name);
      expect(api.membersOf(name).length, name).toBeGreaterThan(4);
    }
    expect(
      names(entries).filter((name) =>
        /^[a-z].*[a-z]_$(?<!^(delete|namespace|pass)_)|^(if|for|return|operator|delete|default)$/.test(name),
      ),
    ).toEqual([]);
  });

  it("reads strings, templates, enums and trailing comments", () => {
    const header = `namespace a {
/// One; two { three.
template <typename T> T make(std::string_view text = "};//", char c = '{');
struct Point { int x = 0; ///< Across.
  int y = 0; };
enum class Kind { one, two };
class Hidden { int secret; public: void seen(); private: void unseen(); };
namespace detail { int gone; }
}`;
    const read = readHeader(header, "a.hpp");
    expect(read.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      "function make",
      "class Point",
      "field x",
      "field y",
      "class Kind",
      "class Hidden",
      "function seen",
    ]);
    expect(read[0]).toMatchObject({ doc: "One; two { three.", text: expect.stringContaining('text = "};//"') });
    expect(read[2]?.doc).toBe("Across.");
  });
});

describe("the class of a variable", () => {
  it("is told by its declaration, or by what made it", () => {
    expect(api.classOf("s", "porthole::Socket s(AF_INET, SOCK_STREAM);")).toBe("Socket");
    expect(api.classOf("peer", "void serve(porthole::Socket& peer) {}")).toBe("Socket");
    expect(api.classOf("s", 'auto s = porthole::create_connection({"www.test", 80});')).toBe("Socket");
    expect(api.classOf("file", 'Socket s; auto file = s.makefile("r");')).toBe("File");
    expect(api.classOf("mail", 'auto mail = porthole::POP3{"pop.test"};')).toBe("POP3");
    expect(api.classOf("n", "int n = 3; std::string n;")).toBeUndefined();
  });

  it("is nothing that names have to be escaped for", () => {
    expect(api.classOf("a+(", "int a;")).toBeUndefined();
  });
});
