// SPDX-License-Identifier: MIT
#include "protocols/smtplib/smtp.hpp"

#include <algorithm>
#include <utility>

#include "protocols/smtplib/errors.hpp"
#include "protocols/smtplib/reply.hpp"

namespace porthole::smtplib {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  });
  return result;
}

/// After what the work throws it is not known what the server says next.
template <class Work>
auto in_step(SMTP& client, const Work& work) {
  try {
    return work();
  } catch (...) {
    client.close();
    throw;
  }
}

/// A line that ends with the connection is no line either.
std::optional<std::string> line_or_end(Channel& channel) {
  try {
    return channel.readline_or_end(SMTP::max_line);
  } catch (const EOFError&) {
    return std::nullopt;
  }
}

std::string with(std::string_view command, std::string_view argument) {
  return std::string(command) + (argument.empty() ? "" : " ") + std::string(argument);
}

}  // namespace

SMTP::SMTP(Timeout timeout, Network& network, std::string local_hostname)
    : timeout_(timeout), network_(network), local_hostname_(std::move(local_hostname)) {
  one_line(local_hostname_, "the own host's name");
}

SMTP::SMTP(const std::string& host, int port, Timeout timeout, Network& network, std::string local_hostname)
    : SMTP(timeout, network, std::move(local_hostname)) {
  const Reply reply = connect(host, port);
  if (reply.code != 220) throw SMTPConnectError("the server does not want us: " + quoted(reply.text), reply);
}

Reply SMTP::connect(const std::string& host, int port) {
  close();
  channel_.emplace(network_.connect({host, port}, timeout_));
  return getreply("the greeting");
}

void SMTP::close() {
  if (channel_) channel_->close();
  extensions_.clear();
  esmtp_ = false;
  ehlo_resp_.reset();
  helo_resp_.reset();
}

Channel& SMTP::channel() {
  if (!channel_ || channel_->closed())
    throw SMTPServerDisconnected("there is no connection to a mail server: call connect() first");
  return *channel_;
}

void SMTP::put(const std::string& lines) {
  Channel& open = channel();
  in_step(*this, [&] { open.write(lines); });
}

Reply SMTP::getreply(std::string_view command) {
  Channel& open = channel();
  Reply reply = in_step(*this, [&] {
    Reply all;
    std::size_t size = 0;
    for (bool first = true;; first = false) {
      const std::optional<std::string> line = line_or_end(open);
      if (!line)
        throw SMTPServerDisconnected(std::string(command) + ": the server ended the connection without " +
                                     (first ? "an answer" : "the end of its answer"));
      size += line->size() + 2;
      if (size > max_reply)
        throw LimitError(std::string(command) + ": the answer is longer than " + std::to_string(max_reply) +
                         " bytes");
      const std::optional<ReplyLine> parsed = parse_reply_line(*line);
      if (!parsed || (!first && parsed->code != all.code))
        throw SMTPException(std::string(command) + ": this is no answer of a mail server: " + quoted(*line));
      all.code = parsed->code;
      if (!first) all.text += '\n';
      all.text += parsed->text;
      if (parsed->last) return all;
    }
  });
  // "Closing transmission channel" (RFC 5321 section 3.8).
  if (reply.code == 421) close();
  return reply;
}

Reply SMTP::ask(const std::string& line, std::string_view shown) {
  put(line + "\r\n");
  return getreply(shown.empty() ? std::string_view(line) : shown);
}

Reply SMTP::docmd(std::string_view command, std::string_view arguments) {
  return ask(with(one_line(command, "command"), one_line(arguments, "command's argument")));
}

std::string SMTP::local_name() {
  if (!local_hostname_.empty()) return local_hostname_;
  const std::string address = channel().stream().getsockname().host();
  const std::string bare = address.substr(0, address.find('%'));
  return bare.find(':') == std::string::npos ? '[' + bare + ']' : "[IPv6:" + bare + ']';
}

Reply SMTP::greeting(std::string_view verb, std::string_view name, std::optional<Reply>& kept) {
  one_line(name, "the own host's name");
  const std::string own = name.empty() ? in_step(*this, [&] { return local_name(); }) : std::string(name);
  extensions_.clear();
  esmtp_ = false;
  Reply reply = ask(with(verb, own));
  if (!closed()) kept = reply;
  return reply;
}

Reply SMTP::helo(std::string_view name) {
  return greeting("HELO", name, helo_resp_);
}

Reply SMTP::ehlo(std::string_view name) {
  Reply reply = greeting("EHLO", name, ehlo_resp_);
  if (reply.code == 250) {
    esmtp_ = true;
    extensions_ = parse_extensions(reply.text);
  }
  return reply;
}

void SMTP::ehlo_or_helo_if_needed() {
  const auto accepted = [](const std::optional<Reply>& reply) { return reply && reply->code / 100 == 2; };
  if (accepted(ehlo_resp_) || accepted(helo_resp_)) return;
  if (ehlo().code / 100 == 2) return;
  const Reply reply = helo();
  if (reply.code / 100 != 2) throw SMTPHeloError("HELO: the server refused: " + quoted(reply.text), reply);
}

bool SMTP::has_extn(std::string_view name) const {
  return extensions_.contains(lower(name));
}

Reply SMTP::verify(std::string_view address) {
  return ask(with("VRFY", addr_only(address)));
}

Reply SMTP::expn(std::string_view list) {
  return ask(with("EXPN", addr_only(list)));
}

std::string SMTP::help(std::string_view arguments) {
  return docmd("HELP", arguments).text;
}

Reply SMTP::noop() {
  return ask("NOOP");
}

Reply SMTP::rset() {
  return ask("RSET");
}

Reply SMTP::quit() {
  struct Closing {
    SMTP& client;
    ~Closing() { client.close(); }
  };
  const Closing closing{*this};
  return ask("QUIT");
}

}  // namespace porthole::smtplib
