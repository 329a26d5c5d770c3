// SPDX-License-Identifier: MIT
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

/// A client in the middle of a script that begins with the greeting, each reply byte by byte.
struct Conversation {
  explicit Conversation(const Script& script) : network({script}) { network.split(1); }

  NNTP connect() { return NNTP("news.test", 119, {}, network); }

  ScriptedNetwork network;
};

Script greeted() {
  return Script().says("200 hello\r\n");
}

Script capable() {
  return greeted()
      .hears("CAPABILITIES\r\n")
      .says("101 yes\r\nVERSION 2\r\nREADER\r\nOVER\r\nHDR\r\nAUTHINFO USER\r\nIMPLEMENTATION A b\r\n.\r\n");
}

}  // namespace

TEST_CASE("the server speaks first") {
  Conversation talk(Script().says("201 no posting\r\n").hears("QUIT\r\n").says("205 bye\r\n"));
  NNTP news = talk.connect();
  CHECK(news.getwelcome() == "201 no posting");
  CHECK(news.quit() == "205 bye");
  CHECK(news.closed());
  CHECK(talk.network.targets().at(0) == Address("news.test", 119));
  talk.network.require_finished();
}

TEST_CASE("a greeting that is none ends the connection") {
  CHECK_THROWS_AS(Conversation(Script().says("400 busy\r\n")).connect(), NNTPTemporaryError);
  CHECK_THROWS_AS(Conversation(Script().says("502 not you\r\n")).connect(), NNTPPermanentError);
  CHECK_THROWS_AS(Conversation(Script().says("220 ftp\r\n")).connect(), NNTPReplyError);
  CHECK_THROWS_AS(Conversation(Script().says("SSH-2.0-x\r\n")).connect(), NNTPProtocolError);
  CHECK_THROWS_AS(Conversation(Script().closes()).connect(), EOFError);
  CHECK_THROWS_AS(Conversation(Script().says("200 " + std::string(9000, 'x'))).connect(), LimitError);
}

TEST_CASE("capabilities are asked once, and again after MODE READER and a login") {
  Conversation talk(capable()
                        .hears("MODE READER\r\n")
                        .says("201 read\r\n")
                        .hears("CAPABILITIES\r\n")
                        .says("101 yes\r\nAUTHINFO USER SASL\r\n.\r\n")
                        .hears("AUTHINFO USER ann\r\n")
                        .says("381 more\r\n")
                        .hears("AUTHINFO PASS a b\r\n")
                        .says("281 in\r\n")
                        .hears("CAPABILITIES\r\n")
                        .says("500 what\r\n"));
  NNTP news = talk.connect();
  CHECK(news.nntp_version() == 2);
  CHECK(news.nntp_implementation() == "A b");
  CHECK(news.mode_reader() == "201 read");
  CHECK(news.login("ann", "a b") == "281 in");
  CHECK(news.getcapabilities().empty());
  CHECK(news.nntp_version() == 1);
  talk.network.require_finished();
}

TEST_CASE("a wrong password is a refusal that does not show it") {
  Conversation talk(capable()
                        .hears("AUTHINFO USER ann\r\n")
                        .says("381 more\r\n")
                        .hears("AUTHINFO PASS hidden\r\n")
                        .says("481 no\r\n"));
  NNTP news = talk.connect();
  try {
    news.login("ann", "hidden");
    FAIL("481 is a refusal");
  } catch (const NNTPTemporaryError& refusal) {
    CHECK(std::string(refusal.what()) == "AUTHINFO PASS: the server answered \"481 no\"");
  }
  CHECK_FALSE(news.closed());
}

TEST_CASE("PLAIN is used where the server offers only that, in two steps when it is long") {
  const auto offering = [] {
    return greeted().hears("CAPABILITIES\r\n").says("101\r\nAUTHINFO SASL\r\nSASL CRAM-MD5 PLAIN\r\n.\r\n");
  };
  Conversation talk(offering().hears("AUTHINFO SASL PLAIN AGFubgBz\r\n").says("281 in\r\n"));
  NNTP news = talk.connect();
  CHECK(news.login("ann", "s") == "281 in");

  const std::string secret(601, 's');
  Conversation two(
      offering().hears("AUTHINFO SASL PLAIN\r\n").says("383 =\r\n").hears_until("\r\n").says("281 in\r\n"));
  NNTP second = two.connect();
  CHECK(second.login("ann", secret) == "281 in");
  CHECK(two.network.sent().ends_with("c3Nz\r\n"));

  Conversation endless(greeted()
                           .hears("AUTHINFO SASL PLAIN AGFubgBz\r\n")
                           .says("383 abcd\r\n")
                           .hears("*\r\n")
                           .says("481 as you like\r\n"));
  NNTP third = endless.connect();
  CHECK_THROWS_AS(third.login_plain("ann", "s"), NNTPTemporaryError);
}

TEST_CASE("groups are listed, described and entered") {
  Conversation talk(greeted()
                        .hears("LIST ACTIVE\r\n")
                        .says("215 list\r\na.b 5 1 y\r\nc.d 0 1 n\r\n.\r\n")
                        .hears("LIST NEWSGROUPS a.*\r\n")
                        .says("215 list\r\na.b\tabout b\r\n.\r\n")
                        .hears("LIST NEWSGROUPS x.y\r\n")
                        .says("215 list\r\n.\r\n")
                        .hears("NEWGROUPS 20260301 000000 GMT\r\n")
                        .says("231 list\r\n.\r\n")
                        .hears("NEWNEWS * 20260301 000000 GMT\r\n")
                        .says("230 list\r\n<a@b>\r\n.\r\n")
                        .hears("GROUP a.b\r\n")
                        .says("211 5 1 5\r\n")
                        .hears("LISTGROUP a.b 2-\r\n")
                        .says("211 5 1 5 a.b list\r\n2\r\n3\r\n.\r\n")
                        .hears("LISTGROUP\r\n")
                        .says("211 list follows\r\n1\r\n.\r\n"));
  NNTP news = talk.connect();
  const auto [response, groups] = news.list();
  CHECK(response == "215 list");
  CHECK(groups.size() == 2);
  CHECK(groups.at(1).flag == "n");
  CHECK(news.descriptions("a.*").at("a.b") == "about b");
  CHECK(news.description("x.y").empty());
  const Time since = std::chrono::sys_days{std::chrono::year{2026} / 3 / 1};
  CHECK(news.newgroups(since).items.empty());
  CHECK(news.newnews("*", since).items == std::vector<std::string>{"<a@b>"});
  CHECK(news.group("a.b").name == "a.b");
  CHECK(news.listgroup("a.b", ArticleRange{2}).numbers == std::vector<ArticleNumber>{2, 3});
  CHECK(news.listgroup().group.count == 1);
  talk.network.require_finished();
}

TEST_CASE("articles come whole or streamed, with their dots undone") {
  const std::string block = "220 3 <a@b>\r\nSubject: x\r\n\r\n..\r\n...two\r\n\r\nend\r\n.\r\n";
  Conversation talk(greeted()
                        .hears("ARTICLE 3\r\n")
                        .says(block)
                        .hears("ARTICLE <a@b>\r\n")
                        .says(block)
                        .hears("HEAD\r\n")
                        .says("221 3 <a@b>\r\nSubject: x\r\n.\r\n")
                        .hears("BODY 3\r\n")
                        .says("222 3 <a@b>\r\n.\r\n")
                        .hears("STAT 3\r\n")
                        .says("223 3 <a@b>\r\n")
                        .hears("NEXT\r\n")
                        .says("421 no next\r\n")
                        .hears("LAST\r\n")
                        .says("223 2 <c@d>\r\n"));
  NNTP news = talk.connect();
  const auto [response, article] = news.article(3);
  CHECK(article.number == 3);
  CHECK(article.message_id == "<a@b>");
  CHECK(article.lines == std::vector<std::string>{"Subject: x", "", ".", "..two", "", "end"});
  std::string streamed;
  CHECK(news.article("<a@b>", [&](std::string_view line) { streamed += line; }).number == 3);
  CHECK(streamed == article.text());
  CHECK(news.head().article.lines.size() == 1);
  CHECK(news.body(3).article.lines.empty());
  CHECK(news.stat(3).message_id == "<a@b>");
  CHECK_THROWS_AS(news.next(), NNTPTemporaryError);
  CHECK(news.last().number == 2);
  talk.network.require_finished();
}

TEST_CASE("overviews and headers are asked in the way that the server knows") {
  Conversation talk(capable()
                        .hears("LIST OVERVIEW.FMT\r\n")
                        .says("503 no\r\n")
                        .hears("OVER 1-2\r\n")
                        .says("224 list\r\n1\ta\tb\tc\td\te\t6\t7\r\n2\ta\r\n.\r\n")
                        .hears("OVER 2\r\n")
                        .says("224 list\r\n2\ta\r\n.\r\n")
                        .hears("HDR Subject 1-\r\n")
                        .says("225 list\r\n1 a\r\n2 \r\n.\r\n")
                        .hears("XHDR Subject <a@b>\r\n")
                        .says("221 list\r\n<a@b> a\r\n.\r\n"));
  NNTP news = talk.connect();
  CHECK(news.over({1, 2}).items.at(0).lines == 7);
  CHECK(news.over(2).items.at(0).subject == "a");
  CHECK(news.hdr("Subject", ArticleRange{1}).items.at(1).value.empty());
  CHECK(news.xhdr("Subject", "<a@b>").items.at(0).article == "<a@b>");
  talk.network.require_finished();

  Conversation old(greeted()
                       .hears("CAPABILITIES\r\n")
                       .says("500 what\r\n")
                       .hears("LIST OVERVIEW.FMT\r\n")
                       .says("215 "
                             "list\r\nSubject:\r\nFrom:\r\nDate:\r\nMessage-ID:\r\nReferences:\r\nBytes:"
                             "\r\nLines:\r\nXref:full\r\n.\r\n")
                       .hears("XOVER 1-\r\n")
                       .says("224 list\r\n1\ta\tb\tc\td\te\t6\t7\tXref: x y:1\r\n.\r\n")
                       .hears("XHDR From\r\n")
                       .says("221 list\r\n.\r\n"));
  NNTP before = old.connect();
  CHECK(before.over(ArticleRange{1}).items.at(0)["xref"] == "x y:1");
  CHECK(before.hdr("From").items.empty());
  old.network.require_finished();
}

TEST_CASE("a post is dot-stuffed, from memory as from a stream") {
  const std::string sent = "Subject: x\r\n\r\n..\r\n...a\r\n\r\nend\r\n.\r\n";
  Conversation talk(greeted()
                        .hears("POST\r\n")
                        .says("340 go\r\n")
                        .hears(sent)
                        .says("240 fine\r\n")
                        .hears("POST\r\n")
                        .says("340 go\r\n")
                        .hears(sent)
                        .says("441 no\r\n")
                        .hears("POST\r\n")
                        .says("440 closed\r\n")
                        .hears("IHAVE <a@b>\r\n")
                        .says("335 go\r\n")
                        .hears(sent)
                        .says("235 fine\r\n"));
  NNTP news = talk.connect();
  CHECK(news.post("Subject: x\n\n.\n..a\n\nend") == "240 fine");
  std::istringstream stream("Subject: x\r\n\r\n.\n..a\n\nend");
  CHECK_THROWS_AS(news.post(stream), NNTPTemporaryError);
  CHECK_THROWS_AS(news.post("x"), NNTPTemporaryError);
  CHECK(news.ihave("<a@b>", "Subject: x\n\n.\n..a\n\nend\n") == "235 fine");
  CHECK_THROWS_AS(news.ihave(3, "x"), std::invalid_argument);
  talk.network.require_finished();
}

TEST_CASE("a large post goes out in pieces") {
  std::string article = "Subject: x\n\n";
  for (int line = 0; line < 20'000; ++line) article += ".line " + std::to_string(line) + "\n";
  Conversation talk(
      greeted().hears("POST\r\n").says("340 go\r\n").hears_until("\r\n.\r\n").says("240 fine\r\n"));
  NNTP news = talk.connect();
  std::istringstream stream(article);
  CHECK(news.post(stream) == "240 fine");
  CHECK(talk.network.sent() == "POST\r\n" + dot_stuff(article));
}

TEST_CASE("an argument with a line end is refused before anything is sent") {
  Conversation talk(greeted());
  NNTP news = talk.connect();
  const std::string evil = "a\r\nQUIT";
  const Time now{};
  CHECK_THROWS_AS(news.list(evil), std::invalid_argument);
  CHECK_THROWS_AS(news.group(evil), std::invalid_argument);
  CHECK_THROWS_AS(news.group("a b"), std::invalid_argument);
  CHECK_THROWS_AS(news.group(""), std::invalid_argument);
  CHECK_THROWS_AS(news.description(evil), std::invalid_argument);
  CHECK_THROWS_AS(news.listgroup(evil), std::invalid_argument);
  CHECK_THROWS_AS(news.newnews(evil, now), std::invalid_argument);
  CHECK_THROWS_AS(news.article("<a>\r\nQUIT"), std::invalid_argument);
  CHECK_THROWS_AS(news.xhdr(evil, 1), std::invalid_argument);
  CHECK_THROWS_AS(news.xhdr("Subject x", 1), std::invalid_argument);
  CHECK_THROWS_AS(news.login(evil, "x"), std::invalid_argument);
  CHECK_THROWS_AS(news.login("x", evil), std::invalid_argument);
  CHECK_THROWS_AS(news.login("x", std::string("a\0b", 3)), std::invalid_argument);
  CHECK_THROWS_AS(news.login_plain("x", std::string("a\0b", 3)), std::invalid_argument);
  CHECK(talk.network.sent().empty());
}
