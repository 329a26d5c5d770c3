// SPDX-License-Identifier: MIT
// What needs more than reading: a login, and articles on their way out.
#include <algorithm>

#include "protocols/email/base64.hpp"
#include "protocols/nntplib/errors.hpp"
#include "protocols/nntplib/nntp.hpp"

namespace porthole::nntplib {
namespace {

/// One word of AUTHINFO (RFC 4643 section 2.3.2): no blanks, as Python sends it and servers read it.
std::string_view credential(std::string_view text, std::string_view what) {
  one_line(text, what);
  if (text.empty()) throw std::invalid_argument(std::string(what) + " may not be empty");
  return text;
}

bool lists(const Capabilities& capabilities, std::string_view label, std::string_view argument) {
  const auto found = capabilities.find(label);
  return found != capabilities.end() && std::ranges::find(found->second, argument) != found->second.end();
}

}  // namespace

std::string NNTP::login(std::string_view user, std::string_view password) {
  credential(user, "a user name");
  credential(password, "a password");
  const Capabilities& offered = getcapabilities();
  if (!lists(offered, "AUTHINFO", "USER") && lists(offered, "SASL", "PLAIN"))
    return login_plain(user, password);
  Reply reply = ask("AUTHINFO USER " + std::string(user), {281, 381}, "AUTHINFO USER");
  if (reply.code == 381) reply = ask("AUTHINFO PASS " + std::string(password), {281}, "AUTHINFO PASS");
  capabilities_.reset();  // RFC 4643 section 2.1: they may differ now
  return reply.line;
}

std::string NNTP::login_plain(std::string_view user, std::string_view password, std::string_view identity) {
  for (const std::string_view part : {user, password, identity})
    if (part.find('\0') != std::string_view::npos)
      throw std::invalid_argument("a user name or password may not hold NUL");
  std::string plain(identity);
  ((plain += '\0') += user) += '\0';
  const std::string response = email::b64encode(plain += password);
  const std::string line = "AUTHINFO SASL PLAIN " + response;
  // RFC 4643 section 2.4.2: what does not fit on the command's line is sent when asked for.
  const bool fits = line.size() + 2 <= 512;
  Reply reply = ask(fits ? line : "AUTHINFO SASL PLAIN", {281, 283, 383}, "AUTHINFO SASL PLAIN");
  // PLAIN has one response and no more: to a second challenge the exchange is given up, which is a refusal.
  if (reply.code == 383) reply = ask(fits ? "*" : response, {281, 283}, "AUTHINFO SASL PLAIN");
  capabilities_.reset();
  return reply.line;
}

std::string NNTP::send_article(std::string_view verb, int code, const std::function<void()>& send) {
  const Reply reply = in_step([&] {
    send();
    return receive(verb);
  });
  if (reply.code == 400) close();
  require_success(reply, verb);
  if (reply.code == code) return reply.line;
  close();
  throw NNTPReplyError(std::string(verb) + ": the server answered the article with " + quoted(reply.line),
                       reply.line);
}

std::string NNTP::post(std::string_view article) {
  ask("POST", {340});
  return send_article("POST", 240, [&] { channel_.write(dot_stuff(article)); });
}

std::string NNTP::post(std::istream& article) {
  ask("POST", {340});
  return send_article("POST", 240, [&] {
    constexpr std::string_view end = ".\r\n";
    std::string stuffed;
    for (std::string line; std::getline(article, line);) {
      stuffed += dot_stuff(line += '\n');
      stuffed.resize(stuffed.size() - end.size());
      if (stuffed.size() < Channel::buffer_size) continue;
      channel_.write(stuffed);
      stuffed.clear();
    }
    if (article.bad())
      throw std::runtime_error("the article could not be read to its end; nothing was posted");
    channel_.write(stuffed.append(end));
  });
}

std::string NNTP::ihave(const ArticleSpec& message_id, std::string_view article) {
  if (!message_id.text().starts_with('<')) throw std::invalid_argument("IHAVE wants a message-id");
  ask("IHAVE " + message_id.text(), {335});
  return send_article("IHAVE", 235, [&] { channel_.write(dot_stuff(article)); });
}

}  // namespace porthole::nntplib
