// SPDX-License-Identifier: MIT
#include <catch_amalgamated.hpp>

#include "greeted.hpp"
#include "socket/error.hpp"

using namespace porthole;
using namespace porthole::test;
using imaplib::IMAP4;

TEST_CASE("IDLE tells the news one by one and ends with DONE") {
  Session imap(greeted()
                   .hears("P1 IDLE\r\n")
                   .says("* 1 EXISTS\r\n+ idling\r\n* 2 EXISTS\r\n* 1 EXPUNGE\r\n")
                   .hears("DONE\r\n")
                   .says("* 3 EXISTS\r\nP1 OK\r\n"));
  auto idler = imap->idle();
  CHECK(idler.next().value().name == "EXISTS");
  CHECK(idler.next().value().name == "EXPUNGE");
  CHECK(idler.done().at(0).number == 3);
  CHECK(imap->selected().exists == 3);
  CHECK_THROWS_AS(idler.next(), IMAP4::error);
}

TEST_CASE("A time without news is no error") {
  Session imap(greeted().hears("P1 IDLE\r\n").says("+\r\n* 2 EXI").fails(0));
  auto idler = imap->idle();
  CHECK_FALSE(idler.next(seconds(0.1)));
}

TEST_CASE("An Idler that goes leaves a session that can be used") {
  Session imap(greeted()
                   .hears("P1 IDLE\r\n")
                   .says("+\r\n")
                   .hears("DONE\r\n")
                   .hears("P2 NOOP\r\n")
                   .says("* 4 EXISTS\r\nP1 OK\r\nP2 OK\r\n"));
  {
    const auto idler = imap->idle();
  }
  imap->noop();
  CHECK(imap->selected().exists == 4);
}

TEST_CASE("IDLE refused, and ended by the server") {
  Session refused(
      greeted().hears("P1 IDLE\r\n").says("P1 BAD no\r\n").hears("P2 NOOP\r\n").says("P2 OK\r\n"));
  CHECK_THROWS_AS(refused->idle(), IMAP4::error);
  refused->noop();
  Session ended(greeted().hears("P1 IDLE\r\n").says("+\r\n* BYE tired\r\n").closes());
  auto idler = ended->idle();
  CHECK_THROWS_AS(idler.next(), IMAP4::abort);
  CHECK_THROWS_AS(ended->noop(), IMAP4::abort);
}
