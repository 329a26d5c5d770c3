// SPDX-License-Identifier: MIT
#include "catch_amalgamated.hpp"
#include "protocols/nntplib.hpp"

using namespace porthole;
using namespace porthole::nntplib;

namespace {

const std::vector<std::string> fixed = {
    "Subject:", "From:", "Date:", "Message-ID:", "References:", ":bytes", ":lines"};

OverviewFormat format(std::initializer_list<const char*> more) {
  std::vector<std::string> lines = fixed;
  lines.insert(lines.end(), more.begin(), more.end());
  return parse_overview_format(lines);
}

}  // namespace

TEST_CASE("an overview begins with seven fields that the RFC fixes") {
  CHECK(format({}) == default_overview_format());
  CHECK(format({"Xref:full", ":Size"}) == OverviewFormat{"subject", "from", "date", "message-id",
                                                         "references", ":bytes", ":lines", "xref", ":size"});
  std::vector<std::string> old = fixed;
  old[5] = "Bytes:";
  old[6] = "Lines:";
  CHECK(parse_overview_format(old) == default_overview_format());
  CHECK_THROWS_AS(parse_overview_format({}), NNTPDataError);
  CHECK_THROWS_AS(parse_overview_format({"Subject:"}), NNTPDataError);
  std::swap(old[0], old[1]);
  CHECK_THROWS_AS(parse_overview_format(old), NNTPDataError);
}

TEST_CASE("a record's fields go by their places") {
  const auto record = parse_overview(
      "3000234\tI am just a test article\t\"Demo User\" <nobody@example.com>\t6 Oct 1998 04:38:40 -0500\t"
      "<45223423@example.com>\t<45454@example.net>\t1234\t17\tXref: news.example.com misc.test:3000363",
      format({"Xref:full"}));
  CHECK(record.number == 3000234);
  CHECK(record.subject == "I am just a test article");
  CHECK(record.from == "\"Demo User\" <nobody@example.com>");
  CHECK(record.date == "6 Oct 1998 04:38:40 -0500");
  CHECK(record.message_id == "<45223423@example.com>");
  CHECK(record.references == "<45454@example.net>");
  CHECK(record.bytes == 1234);
  CHECK(record.lines == 17);
  CHECK(record.other.at("xref") == "news.example.com misc.test:3000363");
  CHECK(record["subject"] == record.subject);
  CHECK(record[":bytes"] == "1234");
  CHECK(record["xref"] == record.other.at("xref"));
  CHECK(record["nothing"].empty());
}

TEST_CASE("missing fields and further ones do no harm") {
  const auto bare = parse_overview("5", default_overview_format());
  CHECK(bare.number == 5);
  CHECK(bare.subject.empty());
  CHECK_FALSE(bare.bytes);
  const auto holes = parse_overview("5\t\t\t\t\t\t\tmany", default_overview_format());
  CHECK_FALSE(holes.bytes);
  CHECK_FALSE(holes.lines);
  CHECK(parse_overview("5\ta\tb\tc\td\te\t1\t2\tanything", default_overview_format()).other.empty());
  CHECK(parse_overview("5\ta\tb\tc\td\te\t1\t2\t", format({"Xref:full"})).other.empty());
  CHECK(parse_overview("0\ta\tb\tc\td\te\t1\t2\t77", format({":size"}))[":size"] == "77");
}

TEST_CASE("a line that is no record is refused") {
  for (const char* bad : {"", "x\ta", "-1\ta", "5 a\tb", "99999999999999999999\ta"})
    CHECK_THROWS_AS(parse_overview(bad, default_overview_format()), NNTPDataError);
  CHECK_THROWS_AS(parse_overview("5\ta\tb\tc\td\te\t1\t2\tno name", format({"Xref:full"})), NNTPDataError);
}
