// SPDX-License-Identifier: MIT
// AUTH (RFC 4954): PLAIN, LOGIN and CRAM-MD5.

#include <optional>
#include <stdexcept>
#include <utility>

#include "hosts/smtp/mail_path.hpp"
#include "hosts/smtp/smtp_session.hpp"
#include "protocols/digest/md5.hpp"
#include "protocols/email/base64.hpp"

namespace porthole::hosts {

void SmtpSession::auth(std::string_view argument, Outbox& out) {
  if (!extended_) return refuse("503 5.5.1 say EHLO first", out);
  if (logged_in_) return refuse("503 5.5.1 you are logged in already", out);
  if (transaction_) return refuse("503 5.5.1 not within a message", out);
  const std::string_view word = argument.substr(0, argument.find(' '));
  const std::string mechanism = in_upper_case(word);
  const bool initial = word.size() < argument.size();
  std::string_view response = initial ? argument.substr(word.size() + 1) : std::string_view();
  if (response == "=") response = {};
  if (mechanism == "PLAIN") {
    login_ = Login::plain;
    if (!initial) return say("334 ", out);
  } else if (mechanism == "LOGIN") {
    login_ = Login::login_user;
    if (!initial) return say("334 " + email::b64encode("Username:"), out);
  } else if (mechanism == "CRAM-MD5") {
    if (initial) return refuse("501 5.7.0 CRAM-MD5 takes no initial response", out);
    login_ = Login::cram_md5;
    return say("334 " + email::b64encode(challenge_), out);
  } else {
    return refuse("504 5.5.4 AUTH takes PLAIN, LOGIN or CRAM-MD5", out);
  }
  answer(response, out);
}

void SmtpSession::answer(std::string_view response, Outbox& out) {
  const Login now = std::exchange(login_, Login::none);
  if (response == "*") return refuse("501 5.7.0 given up, as you like", out);
  std::string text;
  try {
    text = email::b64decode(response);
  } catch (const std::invalid_argument&) {
    return refuse("501 5.5.2 that is not base64", out);
  }
  if (now == Login::login_user) {
    login_name_ = text;
    login_ = Login::login_password;
    return say("334 " + email::b64encode("Password:"), out);
  }
  if (now == Login::login_password)
    return enter(world_->authenticate(std::exchange(login_name_, {}), text), out);
  if (now == Login::plain) {
    const std::size_t first = text.find('\0');
    const std::size_t second = first == std::string::npos ? first : text.find('\0', first + 1);
    if (second == std::string::npos) return refuse("501 5.5.2 PLAIN is NUL, user, NUL, password", out);
    return enter(world_->authenticate(text.substr(first + 1, second - first - 1), text.substr(second + 1)),
                 out);
  }
  const std::size_t blank = text.rfind(' ');
  MailUser* const user = blank == std::string::npos ? nullptr : world_->find(text.substr(0, blank));
  const bool proved =
      user != nullptr && hex(hmac_md5(user->password(), challenge_)) == text.substr(blank + 1);
  enter(proved ? user : nullptr, out);
}

void SmtpSession::enter(MailUser* user, Outbox& out) {
  if (user == nullptr) return refuse("535 5.7.8 the user name or the password is wrong", out);
  logged_in_ = true;
  say("235 2.7.0 welcome", out);
}

}  // namespace porthole::hosts
