// SPDX-License-Identifier: MIT
// Servers that say too much, too little, or something else.
#include <sstream>

#include "catch_amalgamated.hpp"
#include "protocols/nntplib.hpp"
#include "socket/error.hpp"
#include "support/script.hpp"

using namespace porthole;
using namespace porthole::nntplib;
using porthole::test::Script;
using porthole::test::ScriptedNetwork;

namespace {

Script greeted() {
  return Script().says("200 hello\r\n");
}

/// A server that answers one command and ends the connection. A long answer is cut, because a script gives
/// what is left of a piece a new place each time.
Script answer_script(const std::string& command, std::string_view answer) {
  Script script = greeted().hears(command + "\r\n");
  for (std::size_t piece = 0; piece < answer.size(); piece += 65536)
    script.says(std::string(answer.substr(piece, 65536)));
  return script.closes();
}

struct Answering : ScriptedNetwork {
  Answering(const std::string& command, const std::string& answer)
      : ScriptedNetwork({answer_script(command, answer)}) {
    split(65536);
  }
};

}  // namespace

TEST_CASE("a server that ends the connection within an answer is said to") {
  for (const std::string part :
       {"", "2", "215 list", "215 list\r\n", "215 list\r\na 1 1 y", "215 list\r\na 1 1 y\r\n."}) {
    Answering network("LIST ACTIVE", part);
    NNTP news("news.test", 119, {}, network);
    CHECK_THROWS_AS(news.list(), EOFError);
    CHECK(news.closed());
    CHECK_THROWS_AS(news.date(), porthole::error);
  }
}

TEST_CASE("an answer to another question ends the connection") {
  Answering network("DATE", "200 hello again\r\n");
  NNTP news("news.test", 119, {}, network);
  CHECK_THROWS_AS(news.date(), NNTPReplyError);
  CHECK(news.closed());
}

TEST_CASE("400 ends the connection, another refusal does not") {
  Answering network("GROUP a", "400 going down\r\n");
  NNTP news("news.test", 119, {}, network);
  CHECK_THROWS_AS(news.group("a"), NNTPTemporaryError);
  CHECK(news.closed());
}

TEST_CASE("a line that is not understood does not lose step") {
  ScriptedNetwork network({greeted()
                               .hears("LIST ACTIVE\r\n")
                               .says("215 list\r\na 1 1 y\r\nnonsense\r\nb 1 1 y\r\n.\r\n")
                               .hears("QUIT\r\n")
                               .says("205 bye\r\n")});
  NNTP news("news.test", 119, {}, network);
  CHECK_THROWS_AS(news.list(), NNTPDataError);
  CHECK_FALSE(news.closed());
  CHECK_NOTHROW(news.quit());
}

TEST_CASE("an endless line is refused") {
  Answering network("ARTICLE 1", "220 1 <a@b>\r\n" + std::string(NNTP::max_line + 10, 'x'));
  NNTP news("news.test", 119, {}, network);
  CHECK_THROWS_AS(news.article(1), LimitError);
  CHECK(news.closed());
}

TEST_CASE("an endless list is refused while it is small") {
  std::string lines = "101 list\r\n";
  for (std::size_t count = 0; count <= NNTP::max_capabilities; ++count)
    lines += "X" + std::to_string(count) + "\r\n";
  Answering network("CAPABILITIES", lines);
  NNTP news("news.test", 119, {}, network);
  CHECK_THROWS_AS(news.getcapabilities(), LimitError);

  // Short lines cost more memory than bytes: that is what is counted.
  std::string groups = "215 list\r\n";
  for (std::size_t memory = 0; memory <= NNTP::max_answer; memory += sizeof(GroupInfo))
    groups += "a 1 1 y\r\n";
  CHECK(groups.size() < NNTP::max_answer / 4);
  Answering flood("LIST ACTIVE", groups);
  NNTP second("news.test", 119, {}, flood);
  CHECK_THROWS_AS(second.list(), LimitError);
  CHECK(second.closed());
}

TEST_CASE("a whole article has a limit that a streamed one has not") {
  std::string answer = "222 1 <a@b>\r\n";
  const std::string line(60'000, 'x');
  for (std::size_t bytes = 0; bytes <= NNTP::max_answer; bytes += line.size()) answer += line + "\r\n";
  answer += ".\r\n";
  Answering network("BODY 1", answer);
  NNTP news("news.test", 119, {}, network);
  CHECK_THROWS_AS(news.body(1), LimitError);

  Answering again("BODY 1", answer);
  NNTP streaming("news.test", 119, {}, again);
  std::size_t total = 0;
  streaming.body(1, [&](std::string_view part) { total += part.size(); });
  CHECK(total > NNTP::max_answer);
}

TEST_CASE("what a sink throws comes out, and the connection is closed") {
  Answering network("BODY 1", "222 1 <a@b>\r\none\r\ntwo\r\n.\r\n");
  NNTP news("news.test", 119, {}, network);
  CHECK_THROWS_AS(news.body(1, [](std::string_view) { throw std::bad_function_call(); }),
                  std::bad_function_call);
  CHECK(news.closed());
}

TEST_CASE("a stream that fails posts nothing") {
  struct Broken : std::streambuf {
    int underflow() override { throw std::runtime_error("disk"); }
  } broken;
  std::istream input(&broken);
  ScriptedNetwork network({greeted().hears("POST\r\n").says("340 go\r\n")});
  NNTP news("news.test", 119, {}, network);
  CHECK_THROWS_WITH(news.post(input), Catch::Matchers::ContainsSubstring("nothing was posted"));
  CHECK(news.closed());
  CHECK(network.sent() == "POST\r\n");
}

TEST_CASE("whatever operation fails, the client says so and is closed") {
  const auto make = [] {
    return ScriptedNetwork({greeted()
                                .hears("CAPABILITIES\r\n")
                                .says("101 yes\r\nOVER\r\nAUTHINFO USER\r\n.\r\n")
                                .hears("AUTHINFO USER a\r\n")
                                .says("381 more\r\n")
                                .hears("AUTHINFO PASS b\r\n")
                                .says("281 in\r\n")
                                .hears("GROUP a\r\n")
                                .says("211 1 1 1 a\r\n")
                                .hears("ARTICLE 1\r\n")
                                .says("220 1 <a@b>\r\nSubject: x\r\n\r\nbody\r\n.\r\n")
                                .hears("LIST OVERVIEW.FMT\r\n")
                                .says("503 no\r\n")
                                .hears("XOVER 1-\r\n")
                                .says("224 list\r\n1\ta\r\n.\r\n")});
  };
  bool finished = false;
  const int operations = test::fail_each(make, [&finished](ScriptedNetwork& network) {
    finished = false;
    NNTP news("news.test", 119, {}, network);
    try {
      news.login("a", "b");
      news.group("a");
      news.article(1);
      news.xover({1});
      finished = true;
    } catch (...) {
      if (!news.closed()) throw std::logic_error("a client that lost step is still open");
      throw;
    }
  });
  CHECK(operations >= 10);
  CHECK(finished);
  const auto post = [] {
    return ScriptedNetwork({greeted()
                                .hears("POST\r\n")
                                .says("340 go\r\n")
                                .hears("a\r\n.\r\n")
                                .says("240 fine\r\n")
                                .hears("QUIT\r\n")
                                .says("205 bye\r\n")});
  };
  CHECK(test::fail_each(post, [](ScriptedNetwork& network) {
          NNTP news("news.test", 119, {}, network);
          news.post("a");
          news.quit();
        }) >= 7);
}
