// SPDX-License-Identifier: MIT
#include "catch_amalgamated.hpp"
#include "protocols/nntplib.hpp"
#include "protocols/nntplib/lists.hpp"
#include "protocols/nntplib/reply.hpp"

using namespace porthole;
using namespace porthole::nntplib;
using namespace std::chrono;

TEST_CASE("a response is three digits and text") {
  CHECK(parse_reply("200 hello").code == 200);
  CHECK(parse_reply("205").code == 205);
  CHECK(parse_reply("211 1 2 3 a.b").words().size() == 4);
  for (const char* bad :
       {"", "2", "20", "2000 x", "099 x", "600 x", "2x0 y", "HTTP/1.1 200 OK", "200-x", " 200"})
    CHECK_THROWS_AS(parse_reply(bad), NNTPProtocolError);
}

TEST_CASE("a refusal keeps the server's words and its code") {
  try {
    require_success(parse_reply("411 no such group"), "GROUP a");
    FAIL("411 is a refusal");
  } catch (const NNTPTemporaryError& refusal) {
    CHECK(refusal.code() == 411);
    CHECK(refusal.response() == "411 no such group");
    CHECK(std::string(refusal.what()) == "GROUP a: the server answered \"411 no such group\"");
  }
  CHECK_THROWS_AS(require_success(parse_reply("500 what?"), "X"), NNTPPermanentError);
  CHECK_NOTHROW(require_success(parse_reply("399 go on"), "X"));
}

TEST_CASE("offending text is cut and cannot play with a terminal") {
  CHECK(quoted("a\x1b[2J\r\nb") == "\"a?[2J??b\"");
  CHECK(quoted(std::string(5000, 'x')).size() < 250);
}

TEST_CASE("the answer to GROUP has three numbers and perhaps a name") {
  const GroupAnswer answer = parse_group(parse_reply("211 2 5 9 misc.test"));
  CHECK(answer.count == 2);
  CHECK(answer.first == 5);
  CHECK(answer.last == 9);
  CHECK(answer.name == "misc.test");
  CHECK(parse_group(parse_reply("211 0 0 0")).name.empty());
  for (const char* bad : {"211", "211 1 2", "211 1 x 3 a", "211 -1 2 3 a", "211 99999999999999999999 1 1 a"})
    CHECK_THROWS_AS(parse_group(parse_reply(bad)), NNTPDataError);
}

TEST_CASE("the answer to STAT has a number and a message-id") {
  const StatAnswer answer = parse_stat(parse_reply("223 3000234 <45223423@example.com> and more"));
  CHECK(answer.number == 3000234);
  CHECK(answer.message_id == "<45223423@example.com>");
  CHECK_THROWS_AS(parse_stat(parse_reply("223 <a@b>")), NNTPDataError);
}

TEST_CASE("dates are read and written in UTC") {
  const Time time = sys_days{year{1999} / 6 / 23} + hours{13} + minutes{56} + std::chrono::seconds{24};
  CHECK(parse_date(parse_reply("111 19990623135624")) == time);
  CHECK(format_date(time) == "19990623 135624 GMT");
  CHECK(parse_date(parse_reply("111 20000229235960")) == sys_days{year{2000} / 3 / 1});
  for (const char* bad : {"111", "111 1999", "111 19990631000000", "111 19990601250000", "111 1999060100000x",
                          "111 -9990601000000", "111 00000000000000"})
    CHECK_THROWS_AS(parse_date(parse_reply(bad)), NNTPDataError);
  CHECK_THROWS_AS(format_date(sys_days{year{999} / 1 / 1}), std::invalid_argument);
}

TEST_CASE("lists are read line by line") {
  const GroupInfo group = parse_active("misc.test 3002322 3000234 y");
  CHECK(group.group == "misc.test");
  CHECK(group.last == 3002322);
  CHECK(group.first == 3000234);
  CHECK(group.flag == "y");
  CHECK(parse_active("a\t0000000001  0000000002 =b.c").flag == "=b.c");
  CHECK(parse_description("local.zh \t 中文 讨论") ==
        std::pair<std::string, std::string>("local.zh", "中文 讨论"));
  CHECK(parse_description("alone").second.empty());
  const GroupTime made = parse_active_times("misc.test 930445408 <creatme@isc.org> x");
  CHECK(made.created == Time(std::chrono::seconds(930445408)));
  CHECK(made.creator == "<creatme@isc.org> x");
  const DistributionPattern pattern = parse_distrib_pats("10:local.*:world:x");
  CHECK(pattern.weight == 10);
  CHECK(pattern.wildmat == "local.*:world");
  CHECK(pattern.distribution == "x");
  CHECK(parse_header_line("3 value of it").value == "value of it");
  CHECK(parse_header_line("3").value.empty());
  CHECK(parse_number_line("12") == 12);
}

TEST_CASE("a line of another form is refused, and shown") {
  for (const char* bad : {"", "a", "a 1", "a 1 2", "a x 2 y", "a 1 -2 y", "a 99999999999999999999 1 y"})
    CHECK_THROWS_AS(parse_active(bad), NNTPDataError);
  CHECK_THROWS_AS(parse_description(""), NNTPDataError);
  CHECK_THROWS_AS(parse_active_times("a 99999999999999 b"), NNTPDataError);
  for (const char* bad : {"", "10", "10:a", "x:a:b", "99999999999:a:b"})
    CHECK_THROWS_AS(parse_distrib_pats(bad), NNTPDataError);
  CHECK_THROWS_AS(parse_header_line(" x"), NNTPDataError);
  CHECK_THROWS_AS(parse_number_line("1 2"), NNTPDataError);
  CHECK_THROWS_WITH(parse_number_line("twelve"), Catch::Matchers::ContainsSubstring("\"twelve\""));
}

TEST_CASE("capabilities are labels with arguments") {
  Capabilities capabilities;
  for (const char* line : {"VERSION 2 3", "reader", "LIST ACTIVE NEWSGROUPS", "", "LIST HEADERS"})
    parse_capability(line, capabilities);
  CHECK(capabilities.at("VERSION") == std::vector<std::string>{"2", "3"});
  CHECK(capabilities.at("READER").empty());
  CHECK(capabilities.at("LIST").size() == 3);
  CHECK(capabilities.size() == 3);
}

TEST_CASE("which article is meant is checked before it is sent") {
  CHECK(ArticleSpec().text().empty());
  CHECK(ArticleSpec(17).text() == "17");
  CHECK(ArticleSpec("<a@b>").text() == "<a@b>");
  CHECK(ArticleRange{1, 5}.text() == "1-5");
  CHECK(ArticleRange{7}.text() == "7-");
  CHECK_THROWS_AS(ArticleSpec(-1), std::invalid_argument);
  CHECK_THROWS_AS((ArticleRange{1, -5}.text()), std::invalid_argument);
  for (const std::string& bad :
       {std::string(), std::string("a@b"), std::string("<>"), std::string("<a b>"),
        std::string("<a@b>\r\nQUIT"), std::string("<a\0b>", 5), "<" + std::string(300, 'x') + ">"})
    CHECK_THROWS_AS(ArticleSpec(bad), std::invalid_argument);
}
