// SPDX-License-Identifier: MIT
#include "hosts/news/news_store.hpp"

#include <algorithm>
#include <array>

#include "hosts/news/news_date.hpp"
#include "hosts/news/news_world.hpp"

namespace porthole::hosts {
namespace {

/// Names parted by commas and blanks.
std::vector<std::string> names_of(std::string_view list) {
  std::vector<std::string> names;
  for (;;) {
    const std::size_t start = list.find_first_not_of(", ");
    if (start == std::string_view::npos) return names;
    list.remove_prefix(start);
    const std::size_t end = std::min(list.find_first_of(", "), list.size());
    names.emplace_back(list.substr(0, end));
    list.remove_prefix(end);
  }
}

bool valid_message_id(std::string_view id) {
  return id.size() >= 5 && id.size() <= 250 && id.starts_with('<') && id.ends_with('>') &&
         id.find('@') != std::string_view::npos &&
         std::ranges::all_of(id, [](char character) { return character > ' ' && character < 0x7f; });
}

/// Why these are no headers, empty when they are.
std::string fault_in_headers(std::string_view head) {
  std::size_t count = 0;
  while (!head.empty()) {
    const std::size_t end = head.find("\r\n");
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(std::min(end + 2, head.size()));
    const bool folded = line.starts_with(' ') || line.starts_with('\t');
    if (line.find('\0') != std::string_view::npos) return "a header holds NUL";
    if (folded && count > 0) continue;
    const std::size_t colon = line.find(':');
    if (folded || colon == 0 || colon == std::string_view::npos ||
        line.substr(0, colon).find(' ') != std::string_view::npos)
      return "a header line has no name";
    if (++count > NewsStore::most_headers) return "too many headers";
  }
  return {};
}

}  // namespace

NewsStore::NewsStore() : groups_(world_groups()) {
  for (auto& [text, groups, arrived] : world_articles()) add(make_article(std::move(text), arrived), groups);
  own_ = all_.size();
}

NewsGroup* NewsStore::find_group(std::string_view name) {
  const auto found = std::ranges::find(groups_, name, &NewsGroup::name);
  return found == groups_.end() ? nullptr : &*found;
}

const NewsGroup* NewsStore::find(std::string_view name) const {
  const auto found = std::ranges::find(groups_, name, &NewsGroup::name);
  return found == groups_.end() ? nullptr : &*found;
}

ArticlePtr NewsStore::by_id(std::string_view message_id) const {
  const auto found = by_id_.find(message_id);
  return found == by_id_.end() ? nullptr : found->second;
}

void NewsStore::add(NewsArticle article, const std::vector<std::string>& groups) {
  file(std::move(article), groups);
}

void NewsStore::file(NewsArticle article, const std::vector<std::string>& groups) {
  std::string places = "news.test";
  for (const std::string& name : groups)
    if (const NewsGroup* group = find(name)) places += ' ' + name + ':' + std::to_string(group->next);
  article.text.insert(article.body, "Xref: " + places + "\r\n");
  article.body += 8 + places.size();
  const auto kept = std::make_shared<const NewsArticle>(std::move(article));
  for (const std::string& name : groups)
    if (NewsGroup* group = find_group(name)) group->articles[group->next++] = kept;
  by_id_[kept->message_id] = kept;
  all_.push_back(kept);
}

Posted NewsStore::post(std::string_view text, NewsTime now, bool member) {
  NewsArticle article = make_article(std::string(text), now);
  if (std::string fault = fault_in_headers(article.head_text()); !fault.empty()) return {"", fault};
  if (article.body == article.text.size()) return {"", "no empty line parts headers from body"};
  for (const std::string_view needed : {"From", "Subject", "Newsgroups"})
    if (article.header(needed).empty()) return {"", "the header " + std::string(needed) + " is missing"};
  std::vector<std::string> groups;
  for (const std::string& name : names_of(article.header("Newsgroups"))) {
    const NewsGroup* group = find(name);
    if (group == nullptr || std::ranges::find(groups, name) != groups.end()) continue;
    if (group->flag != 'y') return {"", "no posting to " + name};
    if (group->closed && !member) return {"", "log in to post to " + name};
    groups.push_back(name);
  }
  if (groups.empty()) return {"", "none of its newsgroups is here"};
  std::string added;
  if (article.message_id.empty()) {
    article.message_id = "<post" + std::to_string(++serial_) + '.' +
                         std::to_string(now.time_since_epoch().count()) + "@news.test>";
    added += "Message-ID: " + article.message_id + "\r\n";
  }
  if (!valid_message_id(article.message_id)) return {"", "that is no message-id"};
  if (by_id_.contains(article.message_id)) return {"", "an article with this message-id is here already"};
  if (article.header("Date").empty()) added += "Date: " + mail_date(now) + "\r\n";
  if (article.header("Path").empty()) added += "Path: news.test!not-for-mail\r\n";
  article.text.insert(0, added);
  article.body += added.size();
  post_bytes_ += article.text.size();
  std::string id = article.message_id;
  file(std::move(article), groups);
  expire();
  return {std::move(id), ""};
}

void NewsStore::expire() {
  while (all_.size() - own_ > most_posts || post_bytes_ > most_post_bytes) {
    const auto oldest = all_.begin() + static_cast<std::ptrdiff_t>(own_);
    if (oldest == all_.end()) return;
    for (NewsGroup& group : groups_)
      std::erase_if(group.articles, [&](const auto& entry) { return entry.second == *oldest; });
    by_id_.erase((*oldest)->message_id);
    post_bytes_ -= std::min(post_bytes_, (*oldest)->text.size());
    all_.erase(oldest);
  }
}

}  // namespace porthole::hosts
