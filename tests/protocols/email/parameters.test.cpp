// SPDX-License-Identifier: MIT
#include "protocols/email/parameters.hpp"

#include <catch_amalgamated.hpp>
#include <stdexcept>

#include "protocols/email/headers.hpp"

using namespace porthole::email;

namespace {

std::optional<std::string> filename(std::string_view header) {
  return parse_parameters(header).get("filename");
}

}  // namespace

TEST_CASE("A content type and its parameters are read") {
  CHECK(parse_parameters("Text/Plain; Charset=\"UTF-8\" ; format=flowed") ==
        ParameterValue{"text/plain", {{"charset", "UTF-8"}, {"format", "flowed"}}});
  CHECK(parse_parameters("text/plain") == ParameterValue{"text/plain", {}});
  CHECK(parse_parameters("") == ParameterValue{});
  CHECK(filename("attachment; filename=\"a; b=c \\\"q\\\".txt\"; x=y") == "a; b=c \"q\".txt");
  CHECK(filename("attachment; filename=\"C:\\dir\\file\"") == "C:\\dir\\file");
  CHECK(filename("attachment;filename = plain name.txt ;") == "plain name.txt");
}

TEST_CASE("RFC 2231's values are put together") {
  CHECK(filename("attachment; filename*=utf-8''%E4%BD%A0%E5%A5%BD.txt") == "你好.txt");
  CHECK(filename("attachment; filename*=gb2312'zh'%C4%E3%BA%C3") == "你好");
  CHECK(filename("attachment; filename*0=\"one \"; filename*1=\"two\"") == "one two");
  CHECK(filename("attachment; filename*1*=%A0; filename*0*=utf-8''%E4%BD; filename*2=\".txt\"") == "你.txt");
  CHECK(filename("attachment; filename=old; filename*=utf-8''new") == "new");
  CHECK(filename("attachment; filename=first; filename=second") == "first");
  CHECK(filename("attachment; filename*=no-such-set''%E4x") == "\uFFFDx");
  CHECK(filename("attachment; filename*=utf-8''a%0D%0Ab%00") == "a  b ");
  CHECK(filename("attachment; filename*=abc") == "abc");
  CHECK(filename("attachment; filename=\"=?utf-8?B?5L2g5aW9?=.txt\"") == "你好.txt");
}

TEST_CASE("Parameters that are none are left out") {
  CHECK(parse_parameters(";;;=;a;b=;=c;*=x;\"").parameters ==
        std::vector<std::pair<std::string, std::string>>{{"b", ""}});
  CHECK(filename("attachment; filename*99999999999999999999=x") == std::nullopt);
  CHECK(filename("attachment; filename*1=x") == std::nullopt);
  CHECK(filename("attachment; filename=\"open") == "open");
  std::string many = "x";
  for (int i = 0; i < 100'000; ++i) many += "; a" + std::to_string(i) + "=b";
  CHECK(parse_parameters(many).parameters.size() == max_parameters);
}

TEST_CASE("Parameters are written so that they can be read again") {
  CHECK(format_parameters({"text/plain", {{"charset", "utf-8"}}}) == "text/plain; charset=utf-8");
  CHECK(format_parameters({"attachment", {{"filename", "a b.txt"}}}) == "attachment; filename=\"a b.txt\"");
  CHECK(format_parameters({"attachment", {{"filename", "你好 1.txt"}}}) ==
        "attachment; filename*=utf-8''%E4%BD%A0%E5%A5%BD%201.txt");
  CHECK(format_parameters({"attachment", {{"filename", "你好"}}}, true) == "attachment; filename=\"你好\"");
  std::string chinese;
  for (int i = 0; i < 40; ++i) chinese += "长文件名";
  for (const std::string& name : {chinese, std::string(300, 'x'), std::string("q\"\\;='%*"),
                                  std::string("=?utf-8?q?x?="), std::string()}) {
    const ParameterValue content{"attachment", {{"filename", name}, {"x", "y"}}};
    CHECK(parse_parameters(format_parameters(content)) == content);
    const std::string folded = fold_header("Content-Disposition", format_parameters(content));
    for (std::size_t at = 0; at < folded.size(); at = folded.find("\r\n", at) + 2) {
      CHECK(folded.find("\r\n", at) - at <= max_line_length);
    }
  }
}

TEST_CASE("A parameter that would begin a header is refused") {
  CHECK_THROWS_AS(format_parameters({"attachment", {{"filename", "a\r\nb"}}}), std::invalid_argument);
  CHECK_THROWS_AS(format_parameters({"attachment", {{"file name", "a"}}}), std::invalid_argument);
  CHECK_THROWS_AS(format_parameters({"attachment\n", {}}), std::invalid_argument);
}
