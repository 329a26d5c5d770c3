// SPDX-License-Identifier: MIT
// makefile() in its modes, for reading, writing and both.

#include "scenario.hpp"

using namespace porthole;
using namespace scenario;
using namespace std::string_literals;

namespace {

const std::string lines_of_every_kind = "one\ntwo\r\nthree\rfour\n\u4e2d\u6587";
const std::vector<std::optional<std::string>> newlines = {std::nullopt, "", "\n", "\r", "\r\n"};

std::span<std::byte> bytes(std::string& buffer) {
  return std::as_writable_bytes(std::span(buffer));
}

/// A socket whose peer has sent this and closed.
Socket sent(std::string_view data) {
  auto [client, server] = tcp_pair();
  client.sendall(data);
  return std::move(server);
}

std::string read_all(std::string_view data, const FileOptions& options) {
  return sent(data).makefile("r", options).read();
}

}  // namespace

SCENARIO(file_modes) {
  auto pair = tcp_pair();
  Socket& server = pair.second;
  for (const char* mode : {"", "r", "w", "rw", "wr", "b", "rb", "br", "wb", "rwb", "wrb"}) {
    const File file = server.makefile(mode);
    say(mode, std::vector<bool>{file.readable(), file.writable()});
  }
  for (const char* mode : {"x", "a", "r+", "t", "rt", "U"})
    attempt(mode, [&] { server.makefile(mode).close(); });
  attempt("text without buffer", [&] { server.makefile("r", {.buffering = 0}).close(); });
  attempt("no such encoding", [&] { server.makefile("r", {.encoding = "klingon"}).close(); });
  attempt("bad newline", [&] { server.makefile("r", {.newline = "x"}).close(); });
}

SCENARIO(file_reads_text) {
  for (const auto& newline : newlines) {
    Socket s = sent(lines_of_every_kind);
    say("lines", s.makefile("r", {.newline = newline}).readlines());
  }
  say("read", read_all(lines_of_every_kind, {}));
}

SCENARIO(file_reads_some_characters) {
  Socket s = sent("a\u4e2d\u6587b\nlast");
  File file = s.makefile("r");
  say("two", file.read(2));
  say("none", file.read(0));
  say("line", file.readline());
  say("limited line", file.readline(2));
  say("rest", file.read());
  say("end", file.read());
  say("end of lines", file.readline());
  say("no lines", file.readlines());
}

SCENARIO(file_encodings) {
  say("latin-1", read_all("caf\xe9\n", {.encoding = "latin-1"}));
  attempt("strict", [] { return read_all("caf\xe9!", {}); });
  say("replace", read_all("caf\xe9!", {.errors = "replace"}));
  say("ignore", read_all("caf\xe9!", {.errors = "ignore"}));
  attempt("ascii", [] { return read_all("caf\xe9!", {.encoding = "ascii"}); });
  say("cut at the end", read_all("\xe4\xb8\xad\xe6\x96", {.errors = "replace"}));
}

SCENARIO(file_reads_bytes) {
  Socket s = sent("one\ntwo\nthree");
  File file = s.makefile("rb");
  say("two", file.read(2));
  say("line", file.readline());
  say("limited", file.readline(2));
  std::string buffer(4, '\0');
  say("into", file.readinto(bytes(buffer)));
  say("buffer", buffer);
  say("rest", file.read());
  say("end", file.read());
  say("into at end", file.readinto(bytes(buffer)));
  say("line at end", file.readline());
  say("lines", sent("one\r\ntwo\rthree\n").makefile("rb").readlines());
}

SCENARIO(file_reads_across_pieces) {
  auto [client, server] = tcp_pair();
  File file = server.makefile("rb");
  client.sendall("abc");
  say("read1", file.read1(10));
  client.sendall("defgh");
  say("read", file.read(4));
  say("read1 of the buffer", file.read1());
  client.close();
  say("end", file.read1(10));
}

SCENARIO(file_raw) {
  auto [client, server] = tcp_pair();
  File file = server.makefile("rwb", {.buffering = 0});
  client.sendall("hello");
  say("read", file.read(100));
  say("write", file.write("back"));
  say("at once", client.recv(10));
  client.sendall("one\ntwo\n");
  say("line", file.readline());
  std::string buffer(2, '\0');
  say("into", file.readinto(bytes(buffer)));
  say("buffer", buffer);
  client.close();
  say("all", file.read());
  say("end", file.read(5));
}

SCENARIO(file_writes_text) {
  for (const auto& newline : newlines) {
    auto [client, server] = tcp_pair();
    File file = client.makefile("w", {.newline = newline});
    say("count", file.write("a\nb\r\n\u4e2d"));
    file.writelines({"x\n", "y"});
    file.flush();
    file.close();
    client.close();
    say("bytes", server.makefile("rb").read());
  }
  auto pair = tcp_pair();
  Socket& client = pair.first;
  attempt("ascii", [&] { client.makefile("w", {.encoding = "ascii"}).write("\u4e2d"); });
  client.makefile("w", {.encoding = "ascii", .errors = "replace"})
      .write(
          "a\u4e2d"
          "b");
  say("replaced", pair.second.recv(10));
}

SCENARIO(file_writes_bytes) {
  auto pair = tcp_pair();
  Socket &client = pair.first, &server = pair.second;
  server.settimeout(0.05);
  File file = client.makefile("wb");
  say("write", file.write("hello"));
  attempt("not yet", [&] { return server.recv(10); });
  file.flush();
  say("now", server.recv(10));
  file.write("last");
  file.close();
  say("by close", server.recv(10));
  File small = client.makefile("wb", {.buffering = 4});
  small.write("more than four");
  small.flush();
  say("over the buffer", server.recv(100));
  small.close();
}

SCENARIO(file_both_ways) {
  auto [client, server] = tcp_pair();
  File file = client.makefile("rw", {.newline = "\n"});
  file.write("question\n");
  file.flush();
  File peer = server.makefile("rwb");
  say("question", peer.readline());
  peer.write("answer\n");
  peer.flush();
  say("answer", file.readline());
  file.close();
  peer.close();
}

SCENARIO(file_keeps_the_descriptor) {
  auto pair = tcp_pair();
  Socket &client = pair.first, &server = pair.second;
  File first = client.makefile("rb"), second = client.makefile("wb");
  client.close();
  attempt("fileno is kept", [&] { return client.fileno() >= 0; });
  server.sendall("still");
  say("read", first.read(5));
  first.close();
  second.write("open");
  second.close();
  say("last words", server.recv(10));
  say("end", server.recv(10));
  say("fileno", client.fileno());
}

SCENARIO(file_wrong_ways) {
  auto pair = tcp_pair();
  Socket& client = pair.first;
  File reader = client.makefile("r"), writer = client.makefile("w");
  attempt("write to a reader", [&] { return reader.write("x"); });
  attempt("read from a writer", [&] { return writer.read(); });
  attempt("line from a writer", [&] { return writer.readline(); });
  reader.close();
  attempt("closed twice", [&] { reader.close(); });
  say("closed", reader.closed());
  attempt("read closed", [&] { return reader.read(); });
  attempt("line closed", [&] { return reader.readline(); });
  attempt("fileno closed", [&] { return reader.fileno(); });
  writer.close();
  attempt("write closed", [&] { return writer.write("x"); });
  attempt("flush closed", [&] { writer.flush(); });
}

SCENARIO(file_timeout_poisons) {
  auto pair = tcp_pair();
  Socket &client = pair.first, &server = pair.second;
  server.settimeout(0.05);
  File file = server.makefile("rb");
  attempt("timeout", [&] { return file.read(5); });
  client.sendall("hello");
  attempt("poisoned", [&] { return file.read(5); });
  attempt("line", [&] { return file.readline(); });
  say("the socket reads", server.recv(10));
  File text = server.makefile("r");
  attempt("text timeout", [&] { return text.readline(); });
  attempt("text poisoned", [&] { return text.readline(); });
}

SCENARIO(file_of_a_closed_socket) {
  auto pair = tcp_pair();
  Socket& client = pair.first;
  pair.second.close();
  File file = client.makefile("wb");
  file.write("x");
  attempt("first flush", [&] { file.flush(); });
  client.settimeout(5);
  attempt("reset", [&] { return client.recv(1); });
  file.write("y");
  attempt("second flush", [&] { file.flush(); });
  attempt("close", [&] { file.close(); });
  say("closed", file.closed());
}
