// SPDX-License-Identifier: MIT
#include "catch_amalgamated.hpp"
#include "protocols/gopherlib.hpp"
#include "support/script.hpp"

using namespace porthole;
using namespace porthole::gopherlib;
using porthole::test::Script;
using porthole::test::ScriptedNetwork;

namespace {

/// A host that answers one selector, byte by byte.
struct Answering : ScriptedNetwork {
  Answering(const std::string& line, const std::string& answer)
      : ScriptedNetwork({Script().hears(line + "\r\n").says(answer).closes()}) {
    split(1);
  }

  Gopher gopher() { return Gopher("gopher.test", 70, {}, *this); }
};

const std::string refusal = "3Not here\t\terror.host\t1\r\n.\r\n";

}  // namespace

TEST_CASE("a line of a menu has a type and four fields") {
  CHECK(parse_item("0About\t/about\thost.test\t70") == Item{'0', "About", "/about", "host.test", 70});
  CHECK(parse_item("1\t\th\t70\t+").type == A_MENU);
  CHECK(parse_item("1x\ts\th\t70 ").port == 70);
  CHECK(parse_item("iJust text") == Item{'i', "Just text", "", "", 0});
  CHECK(parse_item("3oops\t\terror.host\tx").display == "oops");
  for (const char* bad :
       {"", "0", "0a\tb", "0a\tb\tc", "0a\tb\tc\t", "0a\tb\tc\tx", "0a\tb\tc\t-1", "0a\tb\tc\t65536"})
    CHECK_THROWS_AS(parse_item(bad), GopherError);
  CHECK(type_to_name('0') == "TEXT");
  CHECK(type_to_name('?') == "TYPE='?'");
}

TEST_CASE("a URL has a host, a port, a type, a selector and perhaps a search") {
  CHECK(parse_url("gopher://a.test") == Url{"a.test", 70, '1', "", {}});
  CHECK(parse_url("a.test:7070/0/x%20y") == Url{"a.test", 7070, '0', "/x y", {}});
  CHECK(parse_url("gopher://[::1]:7/7/s%09two%20words") == Url{"::1", 7, '7', "/s", "two words"});
  CHECK(parse_url("gopher://a/1x%09q%09+").search == "q");
  CHECK(parse_url("a.test/hURL:http://b.test/").selector == "URL:http://b.test/");
  for (const char* bad : {"", "http://a/", "gopher://", "gopher:///1", "a:x", "a:65536", "a/%", "a/0%zz",
                          "a/0%0d%0aQUIT", "a/0%00", "[::1", "[::1]x", "a/7s%09q%0a"})
    CHECK_THROWS_AS(parse_url(bad), std::invalid_argument);
  for (const char* same :
       {"gopher://a.test/", "gopher://a.test:7070/0/x%20y", "gopher://[::1]/7/s%09%E4%BD%A0"})
    CHECK(unparse_url(parse_url(same)) == same);
}

TEST_CASE("an item leads to a URL of its kind") {
  CHECK(item_url({'0', "x", "/a b", "h", 70}) == "gopher://h/0/a%20b");
  CHECK(item_url({'h', "x", "URL:http://w.test/", "h", 70}) == "http://w.test/");
  CHECK(item_url({'8', "x", "ann", "t.test", 23}) == "telnet://ann@t.test/");
  CHECK(item_url({'i', "x", "", "error.host", 1}).empty());
}

TEST_CASE("a menu is read to its dot, or to the end") {
  const std::string menu = "iHello\r\n\r\n0A\t/a\th\t70\r\n";
  for (const char* end : {"", ".\r\n", ".\r\nmore"}) {
    Answering host("/m", menu + end);
    const auto items = host.gopher().get_directory("/m");
    CHECK(items.size() == 2);
    CHECK(items.at(1).selector == "/a");
  }
  Answering search("/s\ttwo words", menu + ".\r\n");
  CHECK(search.gopher().search("/s", "two words").size() == 2);
}

TEST_CASE("a text loses its extra dots and keeps its own") {
  Answering host("/t", "..\r\n..x\r\n.y\r\n\r\n3 things\r\n.\r\n");
  CHECK(host.gopher().get_textfile("/t") == std::vector<std::string>{".", ".x", ".y", "", "3 things"});
  Answering three("/t", "3 things\r\n3 more\r\n.\r\n");
  CHECK(three.gopher().get_textfile("/t") == std::vector<std::string>{"3 things", "3 more"});
  Answering one("/t", "3 things\r\n.\r\n");
  CHECK(one.gopher().get_textfile("/t") == std::vector<std::string>{"3 things"});
}

TEST_CASE("a binary is every byte until the end") {
  std::string bytes = "3";
  for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
  for (const std::string& sent : {bytes, std::string(2000, '3'), std::string("3"),
                                  std::string("3a\tb\tc\td but no error\r\nx"), std::string()}) {
    Answering host("/b", sent);
    CHECK(host.gopher().get_binary("/b") == sent);
  }
}

TEST_CASE("an error item is an error, whatever was asked") {
  CHECK_THROWS_WITH(Answering("/x", refusal).gopher().get_directory("/x"), "the server says: Not here");
  CHECK_THROWS_WITH(Answering("/x", refusal).gopher().get_textfile("/x"), "the server says: Not here");
  CHECK_THROWS_WITH(Answering("/x", refusal).gopher().get_binary("/x"), "the server says: Not here");
}

TEST_CASE("an argument that would begin another line or field is refused before anything is sent") {
  ScriptedNetwork network({});
  const Gopher gopher("gopher.test", 70, {}, network);
  for (const std::string& evil :
       {std::string("a\r\nb"), std::string("a\nb"), std::string("a\tb"), std::string("a\0b", 3)}) {
    CHECK_THROWS_AS(gopher.get_directory(evil), std::invalid_argument);
    CHECK_THROWS_AS(gopher.search("/s", evil), std::invalid_argument);
    CHECK_THROWS_AS(gopher.get_binary(evil), std::invalid_argument);
  }
  CHECK(network.targets().empty());
}

TEST_CASE("a menu without end and a line without end are refused") {
  std::string menu;
  for (std::size_t count = 0; count <= Gopher::max_items; ++count) menu += "ix\r\n";
  Answering many("", menu);
  many.split(65536);
  CHECK_THROWS_AS(many.gopher().get_directory(), LimitError);
  Answering endless("", std::string(Gopher::max_line + 10, 'i'));
  endless.split(65536);
  CHECK_THROWS_AS(endless.gopher().get_directory(), LimitError);
  CHECK_THROWS_AS(Answering("", "0a\tb").gopher().get_directory(), EOFError);
  CHECK_THROWS_AS(Answering("", "<html>\r\n").gopher().get_directory(), GopherError);
}

TEST_CASE("whatever operation fails, the client says so") {
  const auto make = [] {
    return ScriptedNetwork({Script().hears("\r\n").says("ix\r\n").says("iy\r\n.\r\n").closes(),
                            Script().hears("/b\r\n").says("abc").says("def").closes()});
  };
  const int operations = test::fail_each(make, [](ScriptedNetwork& network) {
    const Gopher gopher("gopher.test", 70, {}, network);
    if (gopher.get_directory().size() != 2) throw std::logic_error("items are missing");
    if (gopher.get_binary("/b") != "abcdef") throw std::logic_error("bytes are missing");
  });
  CHECK(operations >= 8);
}
