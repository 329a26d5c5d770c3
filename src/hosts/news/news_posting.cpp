// SPDX-License-Identifier: MIT
// Articles that come in (RFC 3977 section 6.3), and who may do more (RFC 4643).
#include <chrono>
#include <utility>

#include "hosts/news/news_session.hpp"
#include "hosts/news/news_text.hpp"
#include "protocols/email/base64.hpp"

namespace porthole::hosts {

void NewsSession::post(const Words& /*words*/, Outbox& out) {
  state_ = State::post;
  article_.clear();
  out.write("340 send it, and a dot alone at its end\r\n");
}

void NewsSession::article_line(std::string_view text, Outbox& out) {
  if (text == ".") {
    const bool whole = state_ == State::post;
    state_ = State::command;
    if (!whole) return out.write("441 the article is too big\r\n");
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const Posted posted = store_->post(article_, now, member_);
    article_.clear();
    if (posted.refusal.empty()) return out.write("240 posted as " + posted.message_id + "\r\n");
    return out.write("441 " + posted.refusal + "\r\n");
  }
  if (state_ != State::post) return;
  if (text.starts_with('.')) text.remove_prefix(1);
  article_.append(text).append("\r\n");
  if (article_.size() <= NewsStore::most_article) return;
  state_ = State::skipped_post;
  article_ = {};
}

void NewsSession::ihave(const Words& words, Outbox& out) {
  if (!words[1].starts_with('<') || !words[1].ends_with('>'))
    return out.write("501 IHAVE takes a message-id\r\n");
  out.write("435 not wanted: this server takes articles from readers only, by POST\r\n");
}

void NewsSession::authinfo(const Words& words, Outbox& out) {
  if (member_) return out.write("502 you have logged in already\r\n");
  const bool sasl_wanted = same_keyword(words[1], "SASL");
  if (!sasl_wanted && words.size() > 3) return out.write("501 AUTHINFO takes one word\r\n");
  if (same_keyword(words[1], "USER")) {
    user_ = words[2];
    out.write("381 and the password?\r\n");
  } else if (same_keyword(words[1], "PASS")) {
    if (user_.empty()) return out.write("482 AUTHINFO USER comes first\r\n");
    logged_in(std::exchange(user_, {}), words[2], out);
  } else if (!sasl_wanted) {
    out.write("501 AUTHINFO USER, PASS or SASL\r\n");
  } else if (!same_keyword(words[2], "PLAIN")) {
    out.write("503 only the mechanism PLAIN is here\r\n");
  } else if (words.size() > 3) {
    sasl(words[3], out);
  } else {
    state_ = State::sasl;
    out.write("383 =\r\n");
  }
}

void NewsSession::sasl(std::string_view response, Outbox& out) {
  state_ = State::command;
  if (response == "*") return out.write("481 given up\r\n");
  std::string plain;
  try {
    plain = email::b64decode(response == "=" ? "" : response);
  } catch (const std::invalid_argument&) {
    return out.write("504 that is no base64\r\n");
  }
  // RFC 4616: [identity] NUL user NUL password
  const std::size_t first = plain.find('\0');
  const std::size_t second = first == std::string::npos ? first : plain.find('\0', first + 1);
  if (second == std::string::npos) return out.write("482 PLAIN is identity, NUL, user, NUL, password\r\n");
  const std::string_view all = plain;
  const std::string_view user = all.substr(first + 1, second - first - 1);
  if (first != 0 && all.substr(0, first) != user) return out.write("481 nobody may act for another here\r\n");
  logged_in(user, all.substr(second + 1), out);
}

void NewsSession::logged_in(std::string_view user, std::string_view password, Outbox& out) {
  member_ = user == "learner" && password == "secret";
  out.write(member_ ? "281 welcome, learner\r\n" : "481 wrong user or password (try learner, secret)\r\n");
}

}  // namespace porthole::hosts
