// SPDX-License-Identifier: MIT
#include "protocols/email/addresses.hpp"

#include <catch_amalgamated.hpp>
#include <stdexcept>

#include "protocols/stream/error.hpp"

using namespace porthole::email;
using Boxes = std::vector<Mailbox>;

namespace Catch {
template <>
struct StringMaker<Mailbox> {
  static std::string convert(const Mailbox& mailbox) {
    return mailbox.display_name + " | " + mailbox.addr_spec;
  }
};
}  // namespace Catch

TEST_CASE("Addresses in their usual forms") {
  CHECK(parseaddr("lilei@mail.test") == Mailbox{"", "lilei@mail.test"});
  CHECK(parseaddr("<lilei@mail.test>") == Mailbox{"", "lilei@mail.test"});
  CHECK(parseaddr("Li Lei <lilei@mail.test>") == Mailbox{"Li Lei", "lilei@mail.test"});
  CHECK(parseaddr("\"Li, Lei\" <lilei@mail.test>") == Mailbox{"Li, Lei", "lilei@mail.test"});
  CHECK(parseaddr("lilei@mail.test (Li Lei)") == Mailbox{"Li Lei", "lilei@mail.test"});
  CHECK(parseaddr("Li Lei (work) <lilei@mail.test> (home)") == Mailbox{"Li Lei", "lilei@mail.test"});
  CHECK(parseaddr("=?utf-8?b?5p2O6Zu3?= <lilei@mail.test>") == Mailbox{"李雷", "lilei@mail.test"});
  CHECK(parseaddr("李雷 <lilei@mail.test>") == Mailbox{"李雷", "lilei@mail.test"});
  CHECK(parseaddr("root") == Mailbox{"", "root"});
  CHECK(parseaddr("a@[127.0.0.1]") == Mailbox{"", "a@[127.0.0.1]"});
  CHECK(parseaddr("<a@[IPv6:::1]>") == Mailbox{"", "a@[IPv6:::1]"});
}

TEST_CASE("Addresses with obsolete and quoted parts") {
  CHECK(parseaddr("\"a b\"@x.test") == Mailbox{"", "\"a b\"@x.test"});
  CHECK(parseaddr("<\"a>b\"@x.test>") == Mailbox{"", "\"a>b\"@x.test"});
  CHECK(parseaddr("<@r1.test,@r2.test:a@x.test>") == Mailbox{"", "a@x.test"});
  CHECK(parseaddr("a . b @ x . test") == Mailbox{"", "a.b@x.test"});
  CHECK(parseaddr("Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>") ==
        Mailbox{"Pete", "pete@silly.test"});
  CHECK(parseaddr("\"Joe \\\"Q\\\" Public\"\r\n <joe@x.test>") == Mailbox{"Joe \"Q\" Public", "joe@x.test"});
  CHECK(parseaddr("Joe Q. Public <joe@x.test>") == Mailbox{"Joe Q. Public", "joe@x.test"});
}

TEST_CASE("Lists and groups give their members") {
  CHECK(getaddresses("A <a@x>, b@y,, \"C, D\" <c@z>") == Boxes{{"A", "a@x"}, {"", "b@y"}, {"C, D", "c@z"}});
  CHECK(getaddresses("friends: a@x, B <b@y>; c@z") == Boxes{{"", "a@x"}, {"B", "b@y"}, {"", "c@z"}});
  CHECK(getaddresses("undisclosed-recipients:;").empty());
  CHECK(getaddresses(std::vector<std::string>{"a@x", "b@y, c@z"}) ==
        Boxes{{"", "a@x"}, {"", "b@y"}, {"", "c@z"}});
}

TEST_CASE("Nobody is fooled by an address in another's name") {
  CHECK(parseaddr("alice@x.test <bob@evil.test>") == Mailbox{"alice@x.test", "bob@evil.test"});
  CHECK(parseaddr("<bob@evil.test> alice@x.test") == Mailbox{});
  CHECK(parseaddr("<a@x><b@y>") == Mailbox{});
  CHECK(parseaddr("alice@x.test bob@evil.test") == Mailbox{});
  CHECK(parseaddr("a@x, b@y") == Mailbox{});
  CHECK(parseaddr("") == Mailbox{});
}

TEST_CASE("Garbage is left out, and ends") {
  for (const char* text : {"<", ">", "(", ")", "\"", "[", "]", ",", ":", ";", "\\", "<\"", "a@\"", "(\\",
                           "\"\\", "<(", "<[", "a b c"}) {
    CHECK(getaddresses(text).size() <= 1);
  }
  CHECK(getaddresses("no address here, a@x") == Boxes{{"", "a@x"}});
  CHECK_THROWS_AS(getaddresses(std::string(max_comment_depth + 1, '(')), porthole::LimitError);
  std::string many;
  for (std::size_t i = 0; i <= max_mailboxes; ++i) many += "a@b,";
  CHECK_THROWS_AS(getaddresses(many), porthole::LimitError);
}

TEST_CASE("A mailbox is written so that it can be read again") {
  CHECK(formataddr({"", "a@x"}) == "a@x");
  CHECK(formataddr({"Li Lei", "a@x"}) == "Li Lei <a@x>");
  CHECK(formataddr({"Li, Lei", "a@x"}) == "\"Li, Lei\" <a@x>");
  CHECK(formataddr({"李雷", "a@x"}) == "=?utf-8?b?5p2O6Zu3?= <a@x>");
  CHECK(formataddr({"李雷", "李@x"}, true) == "李雷 <李@x>");
  for (const char* name :
       {"a\"b\\c", "a.b", " lead", "=?utf-8?q?x?=", "李, 雷", "(c)", "a@b", "two  blanks", "tab\t"}) {
    CHECK(parseaddr(formataddr({name, "a@x"})) == Mailbox{name, "a@x"});
    CHECK(parseaddr(formataddr({name, "a@x"}, true)) == Mailbox{name, "a@x"});
  }
  CHECK(parseaddr(formataddr({"x", "\"a b\"@x"})) == Mailbox{"x", "\"a b\"@x"});
}

TEST_CASE("An address that would become two, or a command, is refused") {
  for (const char* bad :
       {"", "a@x\r\nRCPT TO:<b@y>", "a@x, b@y", "a@x> b", "<a@x>", "a b@x", "\"a@x", "李@x"}) {
    CHECK_THROWS_AS(formataddr({"", bad}), std::invalid_argument);
  }
  CHECK_THROWS_AS(formataddr({"a\nb", "a@x"}), std::invalid_argument);
}
