// SPDX-License-Identifier: MIT
#include "protocols/nntplib/nntp.hpp"

#include <algorithm>
#include <exception>

#include "protocols/nntplib/errors.hpp"
#include "protocols/nntplib/lists.hpp"

namespace porthole::nntplib {

NNTP::NNTP(const std::string& host, int port, Timeout timeout, Network& network)
    : channel_(network.connect({host, port}, timeout)) {
  const Reply greeting = in_step([this] { return receive("the greeting"); });
  try {
    require_success(greeting, "the greeting");
    if (greeting.code != 200 && greeting.code != 201)
      throw NNTPReplyError("the server greets with " + quoted(greeting.line), greeting.line);
  } catch (...) {
    close();
    throw;
  }
  welcome_ = greeting.line;
}

Reply NNTP::receive(std::string_view command) {
  try {
    return parse_reply(channel_.readline(max_response));
  } catch (const EOFError&) {
    throw EOFError(std::string(command) + ": the server ended the connection without an answer");
  }
}

Reply NNTP::ask(const std::string& line, std::initializer_list<int> codes, std::string_view shown) {
  const std::string_view command = shown.empty() ? std::string_view(line) : shown;
  Reply reply = in_step([&] {
    channel_.write(line + "\r\n");
    return receive(command);
  });
  if (reply.code == 400) close();  // RFC 3977 section 3.2.1: the server closes too
  require_success(reply, command);
  if (std::ranges::find(codes, reply.code) == codes.end()) {
    close();
    throw NNTPReplyError(quoted(command) + " does not go with the answer " + quoted(reply.line), reply.line);
  }
  return reply;
}

void NNTP::read_lines(const std::function<void(const std::string&)>& use, std::size_t total) {
  std::exception_ptr problem;
  const auto take = [&](const std::string& line) {
    if (problem) return;
    try {
      use(line);
    } catch (const NNTPDataError&) {
      problem = std::current_exception();
    }
  };
  in_step([&] { read_dot_lines(channel_, take, {.line = max_line, .total = total}); });
  if (problem) std::rethrow_exception(problem);
}

const Capabilities& NNTP::getcapabilities() {
  if (capabilities_) return *capabilities_;
  Capabilities capabilities;
  try {
    ask("CAPABILITIES", {101});
    std::size_t count = 0;
    read_lines([&](const std::string& line) {
      if (++count > max_capabilities)
        throw LimitError("the server lists more than " + std::to_string(max_capabilities) + " capabilities");
      parse_capability(line, capabilities);
    });
  } catch (const NNTPPermanentError&) {
    capabilities.clear();  // a server from before RFC 3977
  }
  return capabilities_.emplace(std::move(capabilities));
}

bool NNTP::offers(std::string_view capability) {
  return getcapabilities().contains(capability);
}

int NNTP::nntp_version() {
  const Capabilities& capabilities = getcapabilities();
  int highest = 1;
  if (const auto found = capabilities.find("VERSION"); found != capabilities.end())
    for (const std::string& argument : found->second)
      if (ArticleNumber number = 0; parse_number(argument, number) && number < 1000)
        highest = std::max(highest, static_cast<int>(number));
  return highest;
}

std::string NNTP::nntp_implementation() {
  const Capabilities& capabilities = getcapabilities();
  std::string text;
  if (const auto found = capabilities.find("IMPLEMENTATION"); found != capabilities.end())
    for (const std::string& word : found->second) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::string NNTP::mode_reader() {
  const Reply reply = ask("MODE READER", {200, 201});
  capabilities_.reset();
  welcome_ = reply.line;
  return reply.line;
}

Time NNTP::date() {
  return parse_date(ask("DATE", {111}));
}

ListAnswer<std::string> NNTP::help() {
  ListAnswer<std::string> answer;
  answer.response = ask("HELP", {100}).line;
  in_step([&] { answer.items = read_dot_lines(channel_, {.line = max_line, .total = max_answer}); });
  return answer;
}

std::string NNTP::quit() {
  std::string response = ask("QUIT", {205}).line;
  close();
  return response;
}

}  // namespace porthole::nntplib
