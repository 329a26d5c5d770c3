// SPDX-License-Identifier: MIT
// LIST, NEWGROUPS and NEWNEWS (RFC 3977 sections 7.3 to 7.6).
#include <algorithm>

#include "hosts/news/news_date.hpp"
#include "hosts/news/news_session.hpp"
#include "hosts/news/news_text.hpp"
#include "hosts/news/wildmat.hpp"

namespace porthole::hosts {
namespace {

std::string active_line(const NewsGroup& group) {
  return group.name + ' ' + std::to_string(group.last()) + ' ' + std::to_string(group.first()) + ' ' +
         group.flag + "\r\n";
}

NewsTime now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

}  // namespace

void NewsSession::list(const Words& words, Outbox& out) {
  const std::string_view keyword = words.size() > 1 ? words[1] : "ACTIVE";
  const std::string_view pattern = words.size() > 2 ? words[2] : "*";
  const bool active = same_keyword(keyword, "ACTIVE");
  const bool times = same_keyword(keyword, "ACTIVE.TIMES");
  if (active || times || same_keyword(keyword, "NEWSGROUPS")) {
    out.write("215 groups follow\r\n");
    for (const NewsGroup& group : store_->groups()) {
      if (!wildmat(group.name, pattern)) continue;
      if (active)
        out.write(active_line(group));
      else if (times)
        out.write(group.name + ' ' + std::to_string(group.created.time_since_epoch().count()) +
                  " host@news.test\r\n");
      else
        out.write(group.name + '\t' + group.description + "\r\n");
    }
  } else if (same_keyword(keyword, "HEADERS")) {
    const bool known = words.size() < 3 || same_keyword(pattern, "MSGID") || same_keyword(pattern, "RANGE");
    if (!known) return out.write("501 LIST HEADERS takes MSGID or RANGE\r\n");
    out.write("215 any header, and these items\r\n:\r\n:bytes\r\n:lines\r\n");
  } else if (words.size() > 2) {
    return out.write("501 this list takes no argument\r\n");
  } else if (same_keyword(keyword, "OVERVIEW.FMT")) {
    out.write(
        "215 the fields of an overview\r\nSubject:\r\nFrom:\r\nDate:\r\nMessage-ID:\r\nReferences:\r\n"
        ":bytes\r\n:lines\r\nXref:full\r\n");
  } else if (same_keyword(keyword, "DISTRIB.PATS")) {
    out.write("215 proposed distributions\r\n10:local.*:local\r\n");
  } else {
    return out.write("501 there is no such list\r\n");
  }
  end_block(out);
}

void NewsSession::newgroups(const Words& words, Outbox& out) {
  const auto since = parse_news_date(words[1], words[2], now());
  if (!since) return out.write("501 that is no date: NEWGROUPS yyyymmdd hhmmss [GMT]\r\n");
  out.write("231 groups made since then\r\n");
  for (const NewsGroup& group : store_->groups())
    if (group.created >= *since) out.write(active_line(group));
  end_block(out);
}

void NewsSession::newnews(const Words& words, Outbox& out) {
  const auto since = parse_news_date(words[2], words[3], now());
  if (!since) return out.write("501 that is no date: NEWNEWS wildmat yyyymmdd hhmmss [GMT]\r\n");
  out.write("230 articles that came since then\r\n");
  const auto wanted = [&](const NewsGroup& group) {
    return may_read(group) && wildmat(group.name, words[1]);
  };
  const auto holds = [](const NewsGroup& group, const ArticlePtr& article) {
    return std::ranges::any_of(group.articles, [&](const auto& entry) { return entry.second == article; });
  };
  for (const ArticlePtr& article : store_->all())
    if (article->arrived >= *since && std::ranges::any_of(store_->groups(), [&](const NewsGroup& group) {
          return wanted(group) && holds(group, article);
        }))
      out.write(article->message_id + "\r\n");
  end_block(out);
}

}  // namespace porthole::hosts
