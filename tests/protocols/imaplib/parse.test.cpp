// SPDX-License-Identifier: MIT
#include "protocols/imaplib/parse.hpp"

#include <catch_amalgamated.hpp>

#include "protocols/imaplib/errors.hpp"
#include "protocols/imaplib/scan.hpp"

using namespace porthole;
using namespace porthole::imaplib;

namespace {

Response read(std::string wire) {
  return parse({.wire = std::move(wire), .streamed = {}});
}

}  // namespace

TEST_CASE("Status responses and their codes") {
  const Response tagged = read("A1 NO [trycreate] No such mailbox");
  CHECK(tagged.kind == Response::Kind::tagged);
  CHECK((tagged.tag == "A1" && tagged.name == "NO" && tagged.code == "TRYCREATE" &&
         tagged.text == "No such mailbox"));
  const Response ok = read("* OK [PERMANENTFLAGS (\\Seen \\*)] Limited");
  CHECK((ok.code == "PERMANENTFLAGS" && ok.code_argument == "(\\Seen \\*)"));
  CHECK(read("+ go on").text == "go on");
  CHECK(read("+").text.empty());
  CHECK(read("* BYE").name == "BYE");
}

TEST_CASE("Mailboxes, flags, numbers") {
  const MailboxInfo info = read("* LIST (\\HasNoChildren \\Sent) \"/\" \"&XeVPXA-/a\\\"b\"").mailbox.value();
  CHECK((info.name == "工作/a\"b" && info.delimiter == '/' && info.has("\\sent") && !info.has("x")));
  CHECK_FALSE(read("* LSUB () NIL {5}\r\nINBOX").mailbox.value().delimiter);
  CHECK(read("* LIST () \"/\" \"&broken\"").mailbox.value().name == "&broken");
  const auto status = read("* STATUS blurdybloop (MESSAGES 231 UIDNEXT 44292 X-LIST (1 2))").status.value();
  CHECK((status.items.at("MESSAGES") == 231 && status.items.size() == 2));
  CHECK(read("* SEARCH 2 3 6").numbers == std::vector<std::uint64_t>{2, 3, 6});
  CHECK(read("* SEARCH").numbers.empty());
  CHECK(read("* ESEARCH (TAG \"A1\") UID COUNT 4 ALL 4:6,9").numbers ==
        std::vector<std::uint64_t>{4, 5, 6, 9});
  CHECK(read("* FLAGS (\\Answered $Work)").words.size() == 2);
  CHECK(read("* 23 EXISTS").number == 23);
  CHECK(read("* CAPABILITY IMAP4rev1 IDLE ").words.size() == 2);
  const auto spaces = read("* NAMESPACE ((\"\" \"/\")) ((\"~\" \"/\")) NIL").namespaces.value();
  CHECK((spaces.personal[0].delimiter == '/' && spaces.others[0].prefix == "~" && spaces.shared.empty()));
  CHECK(read("* ID (\"name\" \"Cyrus\" \"os\" NIL)").values.at(0).items.size() == 4);
}

TEST_CASE("Everything a FETCH may tell") {
  const Message message =
      read(
          "* 12 FETCH (FLAGS (\\Seen $x) UID 4827 INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" RFC822.SIZE "
          "4286 "
          "BODY[HEADER.FIELDS (\"Date\" From)] {4}\r\nA: b BODY[]<5> \"xyz\" BODY[9] NIL MODSEQ (7) "
          "BINARY[1] ~{3}\r\na\tb)")
          .message.value();
  CHECK(
      (message.number == 12 && message.uid == 4827U && message.size == 4286U && message.has_flag("\\SEEN")));
  CHECK(message.internaldate == "17-Jul-1996 02:44:25 -0700");
  CHECK(message.text("BODY[HEADER.FIELDS (\"DATE\" FROM)]") == "A: b");
  CHECK(message.text("body[]<5>") == "xyz");
  CHECK(message.text("BINARY[1]") == "a\tb");
  CHECK_THROWS_AS(message.text("BODY[9]"), imaplib::error);
  CHECK_THROWS_AS(message.text("BODY[8]"), imaplib::error);
  CHECK(message.others.at("MODSEQ").items.at(0).text == "7");
}

TEST_CASE("The envelope of RFC 3501's example, and a group") {
  const Envelope envelope =
      read(
          "* 12 FETCH (ENVELOPE (\"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\" \"IMAP4rev1 WG mtg summary\" "
          "((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) NIL NIL "
          "((NIL NIL \"friends\" NIL)(NIL NIL \"imap\" \"cac.washington.edu\")(NIL NIL NIL NIL)) NIL NIL NIL "
          "\"<B27397-0100000@cac.washington.edu>\"))")
          .message.value()
          .envelope.value();
  CHECK(envelope.from.at(0).address() == "gray@cac.washington.edu");
  CHECK(
      (envelope.to.size() == 3 && envelope.to[0].address() == "friends" && envelope.to[2].address().empty()));
  CHECK((envelope.sender.empty() && envelope.message_id == "<B27397-0100000@cac.washington.edu>"));
}

TEST_CASE("Body structures are trees with numbered sections") {
  const BodyStructure body =
      read(
          "* 1 FETCH (BODYSTRUCTURE ((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 1152 23 "
          "NIL NIL NIL NIL)"
          "(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 500 (NIL \"in\" NIL NIL NIL NIL NIL NIL NIL NIL) "
          "((\"TEXT\" \"HTML\" NIL NIL NIL \"BASE64\" 5 1)(\"IMAGE\" \"PNG\" NIL \"<i>\" NIL \"BASE64\" 9) "
          "\"RELATED\") 40 NIL (\"ATTACHMENT\" (\"FILENAME\" \"x.eml\")))"
          "(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 50 (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) "
          "(\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 5 1) 4) "
          "\"MIXED\" (\"BOUNDARY\" \"b\") NIL (\"en\" \"zh\") \"loc\"))")
          .message.value()
          .bodystructure.value();
  REQUIRE(body.parts.size() == 3);
  CHECK((body.subtype == "mixed" && body.section.empty() && body.parameter("Boundary") == "b"));
  CHECK((body.languages.size() == 2 && body.location == "loc"));
  CHECK((body.parts[0].section == "1" && body.parts[0].octets == 1152 && body.parts[0].lines == 23));
  const BodyStructure& inner = body.parts[1];
  CHECK((inner.section == "2" && inner.lines == 40 && inner.disposition == "attachment" &&
         inner.envelope.value().subject == "in"));
  CHECK((inner.parts[0].parts[0].section == "2.1" && inner.parts[0].parts[1].section == "2.2" &&
         inner.parts[0].parts[1].id == "<i>"));
  CHECK(body.parts[2].parts[0].section == "3.1");
  CHECK(read("* 1 FETCH (BODY (\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 5 1))")
            .message.value()
            .body.value()
            .section == "1");
}

TEST_CASE("What is no response is refused with the place") {
  for (const char* bad : {"",
                          "*",
                          "* ",
                          "* LIST",
                          "* 1 FETCH",
                          "* 1 FETCH (",
                          "* 1 FETCH (UID)",
                          "* 1 FETCH (UID x)",
                          "* 1 FETCH (BODY[ {3}\r\nabc)",
                          "* 1 FETCH (BODY[] {9}\r\nabc)",
                          "* 1 FETCH (BODY[] \"abc)",
                          "* 4294967296 EXISTS",
                          "* 1 FETCH (UID 4294967296)",
                          "* 1 FETCH (RFC822.SIZE 99999999999999999999)",
                          "* 1 FETCH (RFC822.SIZE -1)",
                          "* 1 FETCH (ENVELOPE NIL)",
                          "* 1 FETCH (BODYSTRUCTURE ())",
                          "* 1 FETCH (BODYSTRUCTURE (()))",
                          "* 1 FETCH (BODY[] (a))",
                          "* 1 FETCH (FLAGS NIL)",
                          "* SEARCH x",
                          "* STATUS x",
                          "* STATUS x (A)",
                          "* FLAGS",
                          "* OK [X",
                          "A1 FETCH",
                          "* NAMESPACE ((\"\"))",
                          "* LIST () \"ab\" x",
                          "* X (",
                          "* X )",
                          "* X \"",
                          "* 1 FETCH (UID 1) x"})
    CHECK_THROWS_AS(read(bad), imaplib::error);
}

TEST_CASE("Nested to death and lists without end are refused") {
  CHECK_NOTHROW(read("* X " + std::string(64, '(') + std::string(64, ')')));
  CHECK_THROWS_AS(read("* X " + std::string(65, '(') + std::string(65, ')')), LimitError);
  CHECK_THROWS_AS(read("* 1 FETCH (BODYSTRUCTURE " + std::string(100000, '(')), LimitError);
  std::string many = "* X (";
  for (std::size_t index = 0; index <= Scanner::max_values; ++index) many += "a ";
  CHECK_THROWS_AS(read(many + ')'), LimitError);
  CHECK_THROWS_AS(read("* ESEARCH (TAG \"A\") ALL 1:4294967295"), LimitError);
}
