// SPDX-License-Identifier: MIT
#include <catch_amalgamated.hpp>

#include "greeted.hpp"
#include "socket/error.hpp"

using namespace porthole;
using namespace porthole::test;
using imaplib::IMAP4;

TEST_CASE("A session from greeting to goodbye, byte by byte") {
  Session imap(greeted("IMAP4rev1 IDLE")
                   .hears("P1 LOGIN ann \"pass word\"\r\n")
                   .says("* CAPABILITY IMAP4rev1\r\nP1 OK hello\r\n")
                   .hears("P2 LOGOUT\r\n")
                   .says("* BYE bye\r\nP2 OK done\r\n"));
  CHECK((imap->welcome() == "ready" && imap->state() == "NONAUTH" && imap->has("idle")));
  imap->login("ann", "pass word");
  CHECK(imap->state() == "AUTH");
  imap->logout();
  CHECK(imap->state() == "LOGOUT");
  CHECK_THROWS_AS(imap->noop(), IMAP4::abort);
  imap.network.require_finished();
}

TEST_CASE("A greeting may log in, refuse, or be none") {
  Session known(Script().says("* PREAUTH hi\r\n"));
  CHECK(known->state() == "AUTH");
  for (const char* bad :
       {"* BYE full\r\n", "HTTP/1.1 400 Bad\r\n", "P1 OK x\r\n", "+ x\r\n", "* 1 EXISTS\r\n"})
    CHECK_THROWS_AS(Session(Script().says(bad)), IMAP4::error);
  CHECK_THROWS_AS(Session(Script().closes()), IMAP4::abort);
}

TEST_CASE("A refusal throws what the server said, and the session goes on") {
  Session imap(greeted()
                   .hears("P1 LOGIN ann wrong\r\n")
                   .says("P1 NO [AUTHENTICATIONFAILED] no\r\n")
                   .hears("P2 NOOP\r\n")
                   .says("P2 BAD what\r\n")
                   .hears("P3 NOOP\r\n")
                   .says("P3 OK\r\n"));
  try {
    imap->login("ann", "wrong");
    FAIL("it was not refused");
  } catch (const IMAP4::error& problem) {
    CHECK(std::string(problem.what()) == "LOGIN: NO [AUTHENTICATIONFAILED] no");
    CHECK((problem.status() == "NO" && problem.code() == "AUTHENTICATIONFAILED"));
  }
  CHECK_THROWS_AS(imap->noop(), IMAP4::error);
  CHECK_NOTHROW(imap->noop());
}

TEST_CASE("Literals wait for the server, unless it takes them at once") {
  Session waits(greeted()
                    .hears("P1 LOGIN {6}\r\n")
                    .says("* 3 EXISTS\r\n+ go\r\n")
                    .hears("学生 {6}\r\n")
                    .says("+\r\n")
                    .hears("密码\r\n")
                    .says("P1 OK\r\n"));
  waits->login("学生", "密码");
  CHECK(waits->selected().exists == 3);
  Session at_once(greeted("IMAP4rev1 LITERAL+").hears("P1 LOGIN {6+}\r\n学生 secret\r\n").says("P1 OK\r\n"));
  at_once->login("学生", "secret");
  Session refused(greeted()
                      .hears("P1 LOGIN {6}\r\n")
                      .says("P1 NO no literals\r\n")
                      .hears("P2 NOOP\r\n")
                      .says("P2 OK\r\n"));
  CHECK_THROWS_AS(refused->login("学生", "x"), IMAP4::error);
  refused->noop();
}

TEST_CASE("AUTHENTICATE answers challenges") {
  Session plain(greeted()
                    .hears("P1 AUTHENTICATE PLAIN\r\n")
                    .says("+ \r\n")
                    .hears("AGFubgBzZWNyZXQ=\r\n")
                    .says("P1 OK\r\n"));
  plain->login_plain("ann", "secret");
  // RFC 2195's example.
  Session cram(greeted()
                   .hears("P1 AUTHENTICATE CRAM-MD5\r\n")
                   .says("+ PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+\r\n")
                   .hears("dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw\r\n")
                   .says("P1 OK\r\n"));
  cram->login_cram_md5("tim", "tanstaaftanstaaf");
  Session cancelled(
      greeted().hears("P1 AUTHENTICATE X\r\n").says("+\r\n").hears("*\r\n").says("P1 BAD cancelled\r\n"));
  CHECK_THROWS_AS(cancelled->authenticate("X", [](std::string_view) { return std::nullopt; }), IMAP4::error);
}

TEST_CASE("Nothing with a line end or NUL in it is sent") {
  Session imap(greeted());
  const std::string bad = "x\r\nP1 DELETE INBOX";
  const auto refused = [](auto work) { CHECK_THROWS_AS(work(), std::invalid_argument); };
  refused([&] { imap->login(bad, "x"); });
  refused([&] { imap->login("x", bad); });
  refused([&] { imap->login_plain(bad, "x"); });
  refused([&] { imap->login_cram_md5("x", bad); });
  refused([&] { imap->authenticate(bad, {}); });
  refused([&] { imap->select(bad); });
  refused([&] { imap->list(bad); });
  refused([&] { imap->lsub("", bad); });
  refused([&] { imap->status(bad); });
  refused([&] { imap->status("x", bad); });
  refused([&] { imap->create(bad); });
  refused([&] { imap->rename("x", bad); });
  refused([&] { imap->append(bad, "", "", "x"); });
  refused([&] { imap->append("x", bad, "", "x"); });
  refused([&] { imap->append("x", "", bad, "x"); });
  refused([&] { imap->search(bad); });
  refused([&] { imap->search("ALL", bad); });
  refused([&] { imap->sort(bad, "x", "x"); });
  refused([&] { imap->fetch(bad, "x"); });
  refused([&] { imap->fetch("1", bad); });
  refused([&] { imap->fetch_into(1, bad, {}); });
  refused([&] { imap->store("1", bad, "x"); });
  refused([&] { imap->store("1", "FLAGS", bad); });
  refused([&] { imap->copy("1", bad); });
  refused([&] { imap->uid().move(bad, "x"); });
  refused([&] { imap->uid().expunge(bad); });
  refused([&] { imap->enable(bad); });
  refused([&] { imap->id({{"name", bad}}); });
  refused([&] { imap->xatom(imaplib::Command(bad)); });
  CHECK(imap.network.sent().empty());
}

TEST_CASE("Mailboxes") {
  Session imap(
      greeted()
          .hears("P1 LIST \"\" \"*\"\r\n")
          .says("* LIST (\\HasChildren) \"/\" INBOX\r\n* LIST () \"/\" \"&XeVPXA-\"\r\nP1 OK\r\n")
          .hears("P2 SELECT &XeVPXA-\r\n")
          .says("* 3 EXISTS\r\n* 1 RECENT\r\n* FLAGS (\\Seen)\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 9] "
                "x\r\n"
                "* OK [UNSEEN 2] x\r\n* OK [PERMANENTFLAGS (\\Seen \\*)] x\r\nP2 OK [READ-WRITE] x\r\n")
          .hears("P3 NOOP\r\n")
          .says("* 1 EXPUNGE\r\n* 5 EXISTS\r\nP3 OK x\r\n")
          .hears("P4 SELECT INBOX\r\n")
          .says("P4 OK [READ-ONLY] x\r\n")
          .hears("P5 EXAMINE INBOX\r\n")
          .says("P5 OK [READ-ONLY] x\r\n")
          .hears("P6 STATUS INBOX (UNSEEN)\r\n")
          .says("* STATUS INBOX (UNSEEN 4)\r\nP6 OK x\r\n"));
  CHECK(imap->list().at(1).name == "工作");
  const auto& opened = imap->select("工作");
  CHECK((opened.exists == 3 && opened.recent == 1 && opened.uidvalidity == 7 && opened.uidnext == 9 &&
         opened.unseen == 2U));
  CHECK((opened.permanent_flags.size() == 2 && !opened.read_only && imap->state() == "SELECTED"));
  CHECK(imap->response("uidnext") == "9");
  imap->noop();
  CHECK(imap->selected().exists == 5);
  CHECK_THROWS_AS(imap->select("INBOX"), IMAP4::readonly);
  CHECK(imap->examine("INBOX").read_only);
  CHECK(imap->status("INBOX", "UNSEEN").items.at("UNSEEN") == 4);
}

TEST_CASE("UTF8=ACCEPT sends names as they are") {
  Session imap(greeted()
                   .hears("P1 ENABLE UTF8=ACCEPT\r\n")
                   .says("* ENABLED UTF8=ACCEPT\r\nP1 OK\r\n")
                   .hears("P2 CREATE \"工作\"\r\n")
                   .says("P2 OK\r\n"));
  imap->enable("UTF8=ACCEPT");
  imap->create("工作");
}
