// SPDX-License-Identifier: MIT
#include <algorithm>
#include <chrono>

#include "verbs.hpp"

using namespace porthole;
using namespace porthole::nntplib;

namespace verbs {
namespace {

bool has_group(const std::vector<GroupInfo>& groups, const std::string& name) {
  return std::ranges::any_of(groups, [&](const GroupInfo& group) { return group.group == name; });
}

void lists(NNTP& news) {
  const auto groups = news.list().items;
  for (const char* name : {"local.test", "local.empty", "local.中文", "local.announce"})
    require(has_group(groups, name), std::string("LIST ACTIVE shows ") + name);
  const auto announce = news.list("local.ann*").items;
  agree(announce.size(), 1U, "what LIST ACTIVE local.ann* shows");
  agree(announce.at(0).flag, "n", "the flag of local.announce");
  proved("LIST ACTIVE");

  agree(news.description("local.中文"), "中文讨论", "the description of local.中文");
  agree(news.descriptions("local.*").at("local.empty"), "Nothing was ever written here", "a description");
  proved("LIST NEWSGROUPS");

  const auto times = news.list_active_times("local.test").items;
  agree(times.size(), 1U, "how many lines LIST ACTIVE.TIMES has");
  require(
      times.at(0).created == std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + std::chrono::hours{8},
      "local.test was made on 1 March 2026");
  agree(times.at(0).creator, "usenet@news.test", "who made local.test");
  proved("LIST ACTIVE.TIMES");

  const OverviewFormat& format = news.overview_fmt();
  require(std::ranges::find(format, "xref") != format.end(), "LIST OVERVIEW.FMT names Xref");
  proved("LIST OVERVIEW.FMT");
  const auto headers = news.list_headers().items;
  agree(headers.size(), 1U, "how many lines LIST HEADERS has");
  agree(headers.at(0), ":", "what LIST HEADERS says of any header");
  proved("LIST HEADERS");

  const auto patterns = news.list_distrib_pats().items;
  require(!patterns.empty(), "LIST DISTRIB.PATS has a line");
  agree(patterns.at(0).wildmat, "local.*", "the first distribution's pattern");
  proved("LIST DISTRIB.PATS");
}

}  // namespace

void session(const Place& readers) {
  NNTP news = readers.connect();
  require(news.getwelcome().starts_with("200 "), "the greeting is 200");
  proved("greeting");
  require(news.getcapabilities().contains("READER"), "CAPABILITIES has READER");
  agree(news.nntp_version(), 2, "the version");
  require(news.nntp_implementation().starts_with("INN "), "the implementation is INN");
  proved("CAPABILITIES");
  require(news.mode_reader().starts_with("200 "), "MODE READER is 200");
  proved("MODE READER");

  const auto now = std::chrono::system_clock::now();
  const auto apart = std::chrono::abs(std::chrono::duration_cast<std::chrono::seconds>(now - news.date()));
  require(apart < std::chrono::minutes(10), "DATE is now");
  proved("DATE");
  require(news.help().items.size() > 10, "HELP has many lines");
  proved("HELP");
  lists(news);

  const Time long_ago = std::chrono::sys_days{std::chrono::year{2000} / 1 / 1};
  require(has_group(news.newgroups(long_ago).items, "local.test"), "NEWGROUPS since 2000 names local.test");
  require(news.newgroups(std::chrono::sys_days{std::chrono::year{2026} / 3 / 2}).items.empty(),
          "NEWGROUPS since 2 March 2026 names nothing");
  proved("NEWGROUPS");
  const auto fresh = news.newnews("local.*", long_ago).items;
  agree(fresh.size(), static_cast<std::size_t>(articles) + 1, "how many articles NEWNEWS names");
  require(news.newnews("local.*", std::chrono::sys_days{std::chrono::year{2099} / 1 / 1}).items.empty(),
          "nothing is from the future");
  proved("NEWNEWS");
  require(news.quit().starts_with("205"), "QUIT is 205");
  require(news.closed(), "after QUIT the connection is closed");
  proved("QUIT");
}

}  // namespace verbs
