// SPDX-License-Identifier: MIT
// AUTH (RFC 4954) with PLAIN (RFC 4616), LOGIN and CRAM-MD5 (RFC 2195).

#include <algorithm>
#include <array>
#include <stdexcept>

#include "protocols/digest/md5.hpp"
#include "protocols/email/base64.hpp"
#include "protocols/smtplib/errors.hpp"
#include "protocols/smtplib/reply.hpp"
#include "protocols/smtplib/smtp.hpp"

namespace porthole::smtplib {
namespace {

constexpr std::array<std::string_view, 3> mechanisms = {"CRAM-MD5", "PLAIN", "LOGIN"};

std::string upper(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
  });
  return result;
}

bool lists_word(std::string_view list, std::string_view word) {
  const std::string all = ' ' + upper(list) + ' ';
  return all.find(' ' + std::string(word) + ' ') != std::string::npos;
}

std::string plain_response(std::string_view user, std::string_view password) {
  std::string response(1, '\0');
  response.append(user).append(1, '\0').append(password);
  return email::b64encode(response);
}

/// What the client answers to challenge number `turn`, from 0.
std::string response_to(std::string_view mechanism, int turn, std::string_view challenge,
                        std::string_view user, std::string_view password) {
  if (mechanism == "PLAIN") return plain_response(user, password);
  if (mechanism == "LOGIN") return email::b64encode(turn == 0 ? user : password);
  const std::string digest = hex(hmac_md5(password, email::b64decode(challenge)));
  return email::b64encode(std::string(user) + ' ' + digest);
}

}  // namespace

Reply SMTP::auth(std::string_view mechanism, std::string_view user, std::string_view password) {
  one_line(user, "user name");
  one_line(password, "password");
  const std::string chosen = upper(mechanism);
  if (std::ranges::find(mechanisms, chosen) == mechanisms.end())
    throw std::invalid_argument("AUTH " + quoted(mechanism) +
                                " is not known here: CRAM-MD5, PLAIN and LOGIN are");
  const std::string shown = "AUTH " + chosen;
  int turn = 0;
  std::string line = shown;
  // A line may have 512 bytes (RFC 5321 section 4.5.3.1.4); a longer response waits for its challenge.
  if (const std::string first = plain_response(user, password); chosen == "PLAIN" && first.size() < 490)
    line += ' ' + first;
  Reply reply = ask(line, shown);
  while (reply.code == 334) {
    const int most = chosen == "LOGIN" ? 2 : 1;
    std::string response = "*";  // gives up (RFC 4954 section 4)
    if (turn < most) {
      try {
        response = response_to(chosen, turn, reply.text, user, password);
      } catch (const std::invalid_argument&) {
        response = "*";
      }
    }
    if (++turn > max_challenges) {
      close();
      throw SMTPException(shown + ": the server asks without end");
    }
    reply = ask(response, shown);
    if (response == "*" && reply.code != 334)
      throw SMTPAuthenticationError(shown + ": the server asked for what this mechanism does not have",
                                    reply);
  }
  if (reply.code != 235 && reply.code != 503)
    throw SMTPAuthenticationError(shown + ": the server refused: " + quoted(reply.text), reply);
  return reply;
}

Reply SMTP::login(std::string_view user, std::string_view password) {
  one_line(user, "user name");
  one_line(password, "password");
  ehlo_or_helo_if_needed();
  const auto offered = extensions_.find("auth");
  if (offered == extensions_.end())
    throw SMTPNotSupportedError("the server takes no login (it does not offer AUTH)");
  const std::string list = offered->second;
  std::optional<SMTPAuthenticationError> refusal;
  for (const std::string_view mechanism : mechanisms) {
    if (!lists_word(list, mechanism)) continue;
    try {
      return auth(mechanism, user, password);
    } catch (const SMTPAuthenticationError& refused) {
      if (closed()) throw;
      refusal = refused;
    }
  }
  if (!refusal)
    throw SMTPNotSupportedError("the server knows no way of logging in that is known here, only " +
                                quoted(list));
  throw SMTPAuthenticationError(*refusal);
}

}  // namespace porthole::smtplib
