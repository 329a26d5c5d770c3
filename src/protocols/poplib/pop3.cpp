// SPDX-License-Identifier: MIT
#include "protocols/poplib/pop3.hpp"

#include <limits>
#include <stdexcept>
#include <utility>

#include "protocols/digest/md5.hpp"
#include "protocols/poplib/errors.hpp"
#include "protocols/poplib/reply.hpp"

namespace porthole::poplib {
namespace {

constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();

std::string with_number(const char* command, MessageNumber which) {
  if (which == 0) throw std::invalid_argument("messages are numbered from 1");
  return std::string(command) + ' ' + std::to_string(which);
}

/// After what the work throws it is not known what the server says next.
template <class Work>
auto in_step(Channel& channel, const Work& work) {
  try {
    return work();
  } catch (...) {
    channel.close();
    throw;
  }
}

}  // namespace

POP3::POP3(const std::string& host, int port, Timeout timeout, Network& network)
    : channel_(network.connect({host, port}, timeout)) {
  welcome_ = in_step(channel_, [this] { return receive("the greeting"); });
  timestamp_ = parse_timestamp(welcome_);
}

/// One status line. A refusal leaves the connection usable; anything but +OK and -ERR does not.
std::string POP3::receive(std::string_view command) {
  std::string line = in_step(channel_, [&] {
    try {
      return channel_.readline(max_response);
    } catch (const EOFError&) {
      throw EOFError(std::string(command) + ": the server ended the connection without an answer");
    }
  });
  const std::optional<bool> status = parse_status(line);
  if (!status) {
    close();
    throw error_proto(std::string(command) + ": this is no answer of a POP3 server: " + quoted(line), line);
  }
  if (!*status)
    throw error_proto(std::string(command) + ": the server refused: " + quoted(status_text(line)), line);
  return line;
}

std::string POP3::ask(const std::string& line, std::string_view shown) {
  in_step(channel_, [&] { channel_.write(line + "\r\n"); });
  return receive(shown.empty() ? std::string_view(line) : shown);
}

void POP3::read_lines(const Sink& use, std::size_t total) {
  in_step(channel_, [&] {
    read_dot_lines(channel_,
                   [&use](std::string line) {
                     line += "\r\n";
                     use(line);
                   },
                   {.line = max_line, .total = total});
  });
}

std::string POP3::user(std::string_view name) {
  return ask("USER " + std::string(one_line(name, "user name")));
}

std::string POP3::pass_(std::string_view password) {
  return ask("PASS " + std::string(one_line(password, "password")), "PASS");
}

std::string POP3::apop(std::string_view name, std::string_view password) {
  one_line(name, "user name");
  if (!timestamp_)
    throw error_proto("APOP: the server does not offer it (no timestamp in its greeting " + quoted(welcome_) +
                      "); use USER and PASS");
  const std::string digest = hex(md5(*timestamp_ + std::string(password)));
  return ask("APOP " + std::string(name) + ' ' + digest, "APOP " + std::string(name));
}

Stat POP3::stat() {
  return parse_stat(ask("STAT"));
}

/// A list is read to its end before its first bad line is reported, so that the connection stays in step.
template <class Item>
std::vector<Item> POP3::list_of(const char* command, Item (*parse)(std::string_view)) {
  ask(command);
  std::vector<Item> items;
  std::optional<error_proto> problem;
  std::size_t memory = 0;
  const auto add = [&](std::string_view line) {
    memory += line.size() + sizeof(Item);
    if (memory > max_answer)
      throw LimitError(std::string(command) + ": the list is longer than " + std::to_string(max_answer) +
                       " bytes");
    if (problem) return;
    try {
      items.push_back(parse(line.substr(0, line.size() - 2)));
    } catch (const error_proto& bad) {
      problem = bad;
    }
  };
  read_lines(add, max_answer);
  if (problem) throw error_proto(*problem);
  return items;
}

std::vector<Size> POP3::list() {
  return list_of<Size>("LIST", parse_size);
}

Size POP3::list(MessageNumber which) {
  return parse_size(status_text(ask(with_number("LIST", which))));
}

std::vector<UniqueId> POP3::uidl() {
  return list_of<UniqueId>("UIDL", parse_unique_id);
}

UniqueId POP3::uidl(MessageNumber which) {
  return parse_unique_id(status_text(ask(with_number("UIDL", which))));
}

Answer POP3::fetch(const std::string& command) {
  Answer answer;
  answer.response = ask(command);
  in_step(channel_,
          [&] { answer.lines = read_dot_lines(channel_, {.line = max_line, .total = max_answer}); });
  for (const std::string& line : answer.lines) answer.octets += line.size() + 2;
  return answer;
}

std::string POP3::fetch(const std::string& command, const Sink& sink) {
  std::string response = ask(command);
  read_lines(sink, no_limit);
  return response;
}

Answer POP3::retr(MessageNumber which) {
  return fetch(with_number("RETR", which));
}

std::string POP3::retr(MessageNumber which, const Sink& sink) {
  return fetch(with_number("RETR", which), sink);
}

Answer POP3::top(MessageNumber which, unsigned lines) {
  return fetch(with_number("TOP", which) + ' ' + std::to_string(lines));
}

std::string POP3::top(MessageNumber which, unsigned lines, const Sink& sink) {
  return fetch(with_number("TOP", which) + ' ' + std::to_string(lines), sink);
}

std::string POP3::dele(MessageNumber which) {
  return ask(with_number("DELE", which));
}

std::string POP3::rset() {
  return ask("RSET");
}

std::string POP3::noop() {
  return ask("NOOP");
}

Capabilities POP3::capa() {
  ask("CAPA");
  Capabilities capabilities;
  std::optional<error_proto> problem;
  const auto add = [&](std::string_view line) {
    try {
      parse_capability(line.substr(0, line.size() - 2), capabilities);
    } catch (const error_proto& bad) {
      if (!problem) problem = bad;
    }
  };
  read_lines(add, max_capabilities);
  if (problem) throw error_proto(*problem);
  return capabilities;
}

std::string POP3::utf8() {
  return ask("UTF8");
}

std::string POP3::quit() {
  struct Closing {
    Channel& channel;
    ~Closing() { channel.close(); }
  };
  const Closing closing{channel_};
  return ask("QUIT");
}

}  // namespace porthole::poplib
