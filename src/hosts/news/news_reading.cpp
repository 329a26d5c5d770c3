// SPDX-License-Identifier: MIT
// Groups and articles (RFC 3977 sections 6.1, 6.2 and 8).
#include <algorithm>

#include "hosts/news/news_session.hpp"
#include "hosts/news/news_text.hpp"
#include "hosts/news/wildmat.hpp"

namespace porthole::hosts {

bool NewsSession::may_read(const NewsArticle& article) const {
  return std::ranges::any_of(store_->groups(), [&](const NewsGroup& group) {
    return may_read(group) && std::ranges::any_of(group.articles, [&](const auto& entry) {
             return entry.second.get() == &article;
           });
  });
}

bool NewsSession::enter(std::string_view name, Outbox& out) {
  const NewsGroup* group = store_->find(name);
  if (group == nullptr) {
    out.write("411 there is no such group\r\n");
  } else if (!may_read(*group)) {
    out.write("480 log in first: AUTHINFO USER, then AUTHINFO PASS\r\n");
  } else {
    group_ = group;
    current_ = group->articles.empty() ? 0 : group->first();
    return true;
  }
  return false;
}

namespace {

std::string group_line(const NewsGroup& group, std::string_view more) {
  return "211 " + std::to_string(group.articles.size()) + ' ' + std::to_string(group.first()) + ' ' +
         std::to_string(group.last()) + ' ' + group.name + std::string(more) + "\r\n";
}

}  // namespace

void NewsSession::group(const Words& words, Outbox& out) {
  if (enter(words[1], out)) out.write(group_line(*group_, ""));
}

void NewsSession::listgroup(const Words& words, Outbox& out) {
  NewsNumber first = 1;
  NewsNumber last = std::numeric_limits<NewsNumber>::max();
  if (words.size() > 2 && !parse_range(words[2], first, last)) return out.write("501 that is no range\r\n");
  if (words.size() == 1 && group_ == nullptr) return out.write("412 enter a group first\r\n");
  if (!enter(words.size() > 1 ? words[1] : std::string_view(group_->name), out)) return;
  out.write(group_line(*group_, " numbers follow"));
  for (const auto& [number, article] : group_->articles)
    if (number >= first && number <= last) out.write(std::to_string(number) + "\r\n");
  end_block(out);
}

void NewsSession::step(bool forward, Outbox& out) {
  if (group_ == nullptr) return out.write("412 enter a group first\r\n");
  const auto& articles = group_->articles;
  if (!articles.contains(current_)) return out.write("420 there is no current article\r\n");
  auto place = articles.find(current_);
  if (forward && std::next(place) == articles.end()) return out.write("421 this is the last article\r\n");
  if (!forward && place == articles.begin()) return out.write("422 this is the first article\r\n");
  place = forward ? std::next(place) : std::prev(place);
  current_ = place->first;
  out.write("223 " + std::to_string(current_) + ' ' + place->second->message_id + "\r\n");
}

void NewsSession::next(const Words& /*words*/, Outbox& out) {
  step(true, out);
}

void NewsSession::last(const Words& /*words*/, Outbox& out) {
  step(false, out);
}

NewsSession::Chosen NewsSession::choose(std::string_view argument, bool ranges) {
  if (argument.starts_with('<')) {
    const ArticlePtr article = store_->by_id(argument);
    if (!article) return {{}, "430 there is no article with that message-id\r\n"};
    if (!may_read(*article)) return {{}, "480 log in first: AUTHINFO USER, then AUTHINFO PASS\r\n"};
    return {{{0, article}}, {}};
  }
  NewsNumber first = current_;
  NewsNumber last = current_;
  const bool range = argument.find('-') != std::string_view::npos;
  if (!argument.empty() && ((range && !ranges) || !parse_range(argument, first, last)))
    return {{}, "501 that is no number, range or message-id\r\n"};
  if (group_ == nullptr) return {{}, "412 enter a group first\r\n"};
  Chosen chosen;
  for (auto place = group_->articles.lower_bound(first);
       place != group_->articles.end() && place->first <= last; ++place)
    chosen.articles.emplace_back(*place);
  if (chosen.articles.empty())
    chosen.refusal = argument.empty() ? "420 there is no current article\r\n"
                                      : "423 there is no article in that place\r\n";
  return chosen;
}

void NewsSession::article(const Words& words, Outbox& out) {
  const auto chosen = choose(words.size() > 1 ? words[1] : "", false);
  if (!chosen.refusal.empty()) return out.write(chosen.refusal);
  const auto& [number, article] = chosen.articles.front();
  if (number != 0) current_ = number;
  const std::string which = ' ' + std::to_string(number) + ' ' + article->message_id + "\r\n";
  if (same_keyword(words[0], "STAT")) return out.write("223" + which);
  if (same_keyword(words[0], "HEAD")) {
    out.write("221" + which);
    write_block(article->head_text(), out);
  } else if (same_keyword(words[0], "BODY")) {
    out.write("222" + which);
    write_block(article->body_text(), out);
  } else {
    out.write("220" + which);
    write_block(article->text, out);
  }
}

void NewsSession::over(const Words& words, Outbox& out) {
  const auto chosen = choose(words.size() > 1 ? words[1] : "", true);
  if (!chosen.refusal.empty()) return out.write(chosen.refusal);
  out.write("224 overview follows\r\n");
  for (const auto& [number, article] : chosen.articles) {
    std::string line = std::to_string(number);
    for (const std::string_view name :
         {"Subject", "From", "Date", "Message-ID", "References", ":bytes", ":lines"}) {
      std::string value;
      header_or_item(*article, name, value);
      line += '\t' + value;
    }
    out.write(line + "\tXref: " + article->header("Xref") + "\r\n");
  }
  end_block(out);
}

void NewsSession::hdr(const Words& words, Outbox& out) {
  const bool old = same_keyword(words[0], "XHDR");
  const std::string_view argument = words.size() > 2 ? words[2] : "";
  const auto chosen = choose(argument, true);
  if (!chosen.refusal.empty()) return out.write(chosen.refusal);
  if (words[1].starts_with(':') && !same_keyword(words[1], ":bytes") && !same_keyword(words[1], ":lines"))
    return out.write("503 there is no such item\r\n");
  out.write(old ? "221 headers follow\r\n" : "225 headers follow\r\n");
  for (const auto& [number, article] : chosen.articles) {
    // RFC 2980 section 2.6 names an article asked for by message-id so, and says when a header is missing.
    std::string line = old && number == 0 ? article->message_id : std::to_string(number);
    std::string value = old ? "(none)" : "";
    header_or_item(*article, words[1], value);
    out.write(line.append(" ").append(value).append("\r\n"));
  }
  end_block(out);
}

void NewsSession::xpat(const Words& words, Outbox& out) {
  const auto chosen = choose(words[2], true);
  if (!chosen.refusal.empty()) return out.write(chosen.refusal);
  // RFC 2980 section 2.9: several patterns, of which one has to fit; blanks stand as they came.
  std::string pattern(words[3]);
  for (std::size_t index = 4; index < words.size(); ++index) (pattern += ',') += words[index];
  out.write("221 headers follow\r\n");
  for (const auto& [number, article] : chosen.articles) {
    std::string value;
    if (!header_or_item(*article, words[1], value) || !wildmat(value, pattern)) continue;
    out.write((number == 0 ? article->message_id : std::to_string(number)) + ' ' + value + "\r\n");
  }
  end_block(out);
}

}  // namespace porthole::hosts
