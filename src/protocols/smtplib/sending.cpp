// SPDX-License-Identifier: MIT
// Messages: MAIL, RCPT, DATA, and all of it in one call.

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "protocols/email/addresses.hpp"
#include "protocols/smtplib/errors.hpp"
#include "protocols/smtplib/reply.hpp"
#include "protocols/smtplib/smtp.hpp"
#include "socket/error.hpp"

namespace porthole::smtplib {
namespace {

bool accepted(const Reply& reply) {
  return reply.code == 250 || reply.code == 251;
}

std::string upper(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
  });
  return result;
}

bool names(const Options& options, std::string_view keyword) {
  return std::ranges::any_of(options, [&](const std::string& option) {
    const std::string name = upper(option.substr(0, option.find('=')));
    return name == keyword;
  });
}

std::string with_options(std::string line, const Options& options) {
  for (const std::string& option : options) {
    one_line(option, "MAIL's or RCPT's parameter");
    line.append(1, ' ').append(option);
  }
  return line;
}

/// The size as SIZE counts it (RFC 1870 section 3): with CR LF after each line, without doubled dots.
std::size_t size_sent(std::string_view message) {
  std::size_t size = message.size();
  for (std::size_t at = 0; at < message.size(); ++at) {
    if (message[at] == '\r' && at + 1 < message.size() && message[at + 1] == '\n')
      ++at;
    else if (message[at] == '\r' || message[at] == '\n')
      ++size;
  }
  return size;
}

std::vector<std::string> addresses_of(const email::EmailMessage& message,
                                      const std::vector<std::string>& headers) {
  std::vector<std::string> addresses;
  for (const std::string& header : headers) {
    for (const email::Mailbox& mailbox : email::getaddresses(message.get_all(header))) {
      if (!mailbox.addr_spec.empty()) addresses.push_back(mailbox.addr_spec);
    }
  }
  return addresses;
}

}  // namespace

std::string SMTP::mail_line(std::string_view sender, const Options& options) {
  const std::string address = quoteaddr(sender);
  if (names(options, "SMTPUTF8") && !has_extn("smtputf8"))
    throw SMTPNotSupportedError("the server takes no SMTPUTF8");
  if (!is_ascii(address) && !names(options, "SMTPUTF8"))
    throw SMTPNotSupportedError("the sender " + address + " needs the option SMTPUTF8");
  return with_options("MAIL FROM:" + address, options);
}

std::string SMTP::rcpt_line(std::string_view recipient, const Options& options) {
  const std::string address = quoteaddr(recipient);
  if (!is_ascii(address) && !has_extn("smtputf8"))
    throw SMTPNotSupportedError("the recipient " + address + " needs a server that takes SMTPUTF8");
  return with_options("RCPT TO:" + address, options);
}

Reply SMTP::mail(std::string_view sender, const Options& options) {
  return ask(mail_line(sender, options));
}

Reply SMTP::rcpt(std::string_view recipient, const Options& options) {
  return ask(rcpt_line(recipient, options));
}

Reply SMTP::data(std::string_view message) {
  const Reply ready = ask("DATA");
  if (ready.code != 354)
    throw SMTPDataError("DATA: the server wants no message: " + quoted(ready.text), ready);
  put(dot_stuff(message));
  return getreply("the message");
}

/// What is thrown afterwards says more than a failing RSET.
void SMTP::reset_quietly() {
  try {
    if (!closed()) rset();
  } catch (const ProtocolError&) {
    close();
  } catch (const error&) {
    close();
  }
}

/// Sends all lines, in one go where the server allows it, until one closes the connection: the answers.
std::vector<Reply> SMTP::ask_all(const std::vector<std::string>& lines) {
  const std::size_t at_once = has_extn("pipelining") ? max_pipeline : 1;
  std::vector<Reply> answers;
  while (answers.size() < lines.size() && !closed()) {
    const std::size_t first = answers.size();
    const std::size_t end = std::min(lines.size(), first + at_once);
    std::string together;
    for (std::size_t at = first; at < end; ++at) together.append(lines[at]).append("\r\n");
    put(together);
    for (std::size_t at = first; at < end && !closed(); ++at) answers.push_back(getreply(lines[at]));
    // Nobody needs to be named to a server that does not take the sender.
    if (!accepted(answers.front())) break;
  }
  return answers;
}

Refused SMTP::sendmail(std::string_view from, const std::vector<std::string>& to, std::string_view message,
                       const Options& mail_options, const Options& rcpt_options) {
  if (to.empty()) throw std::invalid_argument("a message needs a recipient");
  ehlo_or_helo_if_needed();
  Options options = mail_options;
  if (has_extn("size") && !names(options, "SIZE"))
    options.push_back("SIZE=" + std::to_string(size_sent(message)));
  if (has_extn("8bitmime") && !names(options, "BODY") && !is_ascii(message))
    options.emplace_back("BODY=8BITMIME");
  std::vector<std::string> lines = {mail_line(from, options)};
  for (const std::string& recipient : to) lines.push_back(rcpt_line(recipient, rcpt_options));

  const std::vector<Reply> answers = ask_all(lines);
  if (!accepted(answers.front())) {
    reset_quietly();
    throw SMTPSenderRefused("MAIL: the server refused " + quoted(from) + ": " + quoted(answers.front().text),
                            answers.front(), std::string(from));
  }
  Refused refused;
  for (std::size_t at = 1; at < answers.size(); ++at)
    if (!accepted(answers[at])) refused.emplace(to[at - 1], answers[at]);
  if (closed() || answers.size() < lines.size() || refused.size() == to.size()) {
    reset_quietly();
    throw SMTPRecipientsRefused("RCPT: the server refused " +
                                    (to.size() == 1 ? quoted(to.front()) : "all recipients") +
                                    ", the last time with " + quoted(answers.back().text),
                                refused);
  }
  try {
    const Reply done = data(message);
    if (done.code != 250) throw SMTPDataError("the server refused the message: " + quoted(done.text), done);
  } catch (const SMTPDataError&) {
    reset_quietly();
    throw;
  }
  return refused;
}

Refused SMTP::send_message(const email::EmailMessage& message, std::string_view from,
                           const std::vector<std::string>& to, const Options& mail_options,
                           const Options& rcpt_options) {
  const std::string resent = message.contains("Resent-Date") ? "Resent-" : "";
  std::string sender(from);
  if (sender.empty()) {
    std::vector<std::string> senders = addresses_of(message, {resent + "Sender"});
    if (senders.empty()) senders = addresses_of(message, {resent + "From"});
    if (senders.empty()) throw std::invalid_argument("the message has neither From nor Sender");
    sender = senders.front();
  }
  const std::vector<std::string> recipients =
      to.empty() ? addresses_of(message, {resent + "To", resent + "Cc", resent + "Bcc"}) : to;
  email::EmailMessage open = message;
  open.remove("Bcc");
  open.remove("Resent-Bcc");

  ehlo_or_helo_if_needed();
  const bool international =
      !is_ascii(sender) || std::ranges::any_of(recipients, [](const auto& each) { return !is_ascii(each); });
  Options options = mail_options;
  if (international && !has_extn("smtputf8"))
    throw SMTPNotSupportedError("addresses beyond ASCII need a server that takes SMTPUTF8");
  if (international && !names(options, "SMTPUTF8")) options.emplace_back("SMTPUTF8");
  const bool eight_bit = has_extn("8bitmime");
  const email::Policy& policy = international ? email::smtputf8 : eight_bit ? email::smtp_8bit : email::smtp;
  return sendmail(sender, recipients, open.as_bytes(policy), options, rcpt_options);
}

}  // namespace porthole::smtplib
