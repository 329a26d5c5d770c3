// SPDX-License-Identifier: MIT
#include "verbs.hpp"

using namespace porthole;
using namespace porthole::nntplib;

namespace verbs {
namespace {

/// Number 5 and above are "Article 5" and so on; the four before have other subjects.
void check(const OverviewRecord& record, ArticleNumber number) {
  const std::string name = "the overview of " + std::to_string(number);
  agree(record.number, number, "the number of " + name);
  require(record.bytes.value_or(0) > 100, name + " has a size");
  require(record["xref"].find(" local.test:" + std::to_string(number)) != std::string::npos,
          name + " has an Xref");
  require(record.from.ends_with("@news.test>"), name + " has an author");
  if (number <= 4) return;
  agree(record.subject, "Article " + std::to_string(number), "the subject of " + name);
  agree(record.message_id, "<n" + std::to_string(number) + "@news.test>", "the message-id of " + name);
  agree(record.references, "<n" + std::to_string(number - 1) + "@news.test>", "the references of " + name);
  agree(record.lines.value_or(0), static_cast<std::uint64_t>(number % 7 + 1), "the lines of " + name);
}

}  // namespace

void overviews(const Place& readers) {
  NNTP news = readers.connect();
  const GroupAnswer group = news.group("local.test");
  agree(group.count, articles, "how many articles GROUP counts");
  agree(group.first, 1, "the first article");
  agree(group.last, articles, "the last article");
  agree(group.name, "local.test", "the group's name");
  agree(news.group("local.empty").count, 0, "how many articles local.empty has");
  agree(news.group("local.中文").count, 1, "how many articles local.中文 has");
  proved("GROUP");

  const auto numbers = news.listgroup("local.test").numbers;
  agree(numbers.size(), static_cast<std::size_t>(articles), "how many numbers LISTGROUP names");
  agree(numbers.back(), articles, "the last of them");
  agree(news.listgroup("local.test", ArticleRange{998}).numbers.size(), 3U, "how many follow 997");
  proved("LISTGROUP");

  const auto all = news.over({1, articles}).items;
  agree(all.size(), static_cast<std::size_t>(articles), "how many records OVER gives");
  for (std::size_t index = 0; index < all.size(); ++index)
    check(all[index], static_cast<ArticleNumber>(index + 1));
  agree(decode_header(all.at(2).subject), "你好，世界", "the third subject, decoded");
  agree(decode_header(all.at(2).from), "用户 <user@news.test>", "the third author, decoded");
  ArticleNumber streamed = 0;
  news.over({500}, [&](const OverviewRecord& record) { check(record, 500 + streamed++); });
  agree(streamed, articles - 499, "how many records come streamed");
  proved("OVER");

  const auto old = news.xover({1, articles}).items;
  agree(old.size(), all.size(), "how many records XOVER gives");
  agree(old.back().subject, all.back().subject, "the last subject of XOVER");
  proved("XOVER");

  const auto subjects = news.hdr("Subject", ArticleRange{5, articles}).items;
  agree(subjects.size(), static_cast<std::size_t>(articles) - 4, "how many lines HDR gives");
  agree(subjects.at(0).value, "Article 5", "the first of them");
  agree(news.hdr("Message-ID", 7).items.at(0).value, "<n7@news.test>", "HDR Message-ID 7");
  agree(news.hdr("Newsgroups", "<n7@news.test>").items.at(0).value, "local.test",
        "HDR Newsgroups by message-id");
  agree(news.hdr(":lines", 8).items.at(0).value, "2", "HDR :lines 8");
  proved("HDR");
  const auto lines = news.xhdr("Subject", ArticleRange{5, 6}).items;
  agree(lines.size(), 2U, "how many lines XHDR gives");
  agree(lines.at(1).article, "6", "the number of the second");
  agree(lines.at(1).value, "Article 6", "the value of the second");
  proved("XHDR");
  news.quit();
}

}  // namespace verbs
