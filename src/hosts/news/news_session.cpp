// SPDX-License-Identifier: MIT
// Lines in, commands found, and those that need no group.
#include "hosts/news/news_session.hpp"

#include <algorithm>
#include <array>

#include "hosts/news/news_date.hpp"
#include "hosts/news/news_text.hpp"

namespace porthole::hosts {
namespace {

/// After so many commands in a row that are none, nobody sensible is there.
constexpr int most_mistakes = 50;
/// A line of an article that is posted.
constexpr std::size_t longest_line = 16384;

}  // namespace

struct NewsSession::Command {
  std::string_view name;
  std::size_t least;
  std::size_t most;
  void (NewsSession::*work)(const Words&, Outbox&);
};

const NewsSession::Command* NewsSession::find_command(std::string_view word) {
  constexpr std::size_t any = 100;
  static constexpr std::array<Command, 24> commands = {{
      {"CAPABILITIES", 0, 1, &NewsSession::capabilities},
      {"MODE", 1, 1, &NewsSession::mode},
      {"QUIT", 0, 0, &NewsSession::quit},
      {"DATE", 0, 0, &NewsSession::date},
      {"HELP", 0, 0, &NewsSession::help},
      {"LIST", 0, 2, &NewsSession::list},
      {"NEWGROUPS", 2, 3, &NewsSession::newgroups},
      {"NEWNEWS", 3, 4, &NewsSession::newnews},
      {"GROUP", 1, 1, &NewsSession::group},
      {"LISTGROUP", 0, 2, &NewsSession::listgroup},
      {"NEXT", 0, 0, &NewsSession::next},
      {"LAST", 0, 0, &NewsSession::last},
      {"ARTICLE", 0, 1, &NewsSession::article},
      {"HEAD", 0, 1, &NewsSession::article},
      {"BODY", 0, 1, &NewsSession::article},
      {"STAT", 0, 1, &NewsSession::article},
      {"OVER", 0, 1, &NewsSession::over},
      {"XOVER", 0, 1, &NewsSession::over},
      {"HDR", 1, 2, &NewsSession::hdr},
      {"XHDR", 1, 2, &NewsSession::hdr},
      {"XPAT", 3, any, &NewsSession::xpat},
      {"POST", 0, 0, &NewsSession::post},
      {"IHAVE", 1, 1, &NewsSession::ihave},
      {"AUTHINFO", 2, 3, &NewsSession::authinfo},
  }};
  const auto found = std::ranges::find_if(
      commands, [&](const Command& command) { return same_keyword(command.name, word); });
  return found == commands.end() ? nullptr : &*found;
}

NewsSession::NewsSession(std::shared_ptr<NewsStore> store, Outbox& out) : store_(std::move(store)) {
  out.write("200 news.test is ready, posting allowed; HELP tells the commands\r\n");
}

void NewsSession::received(std::string& input, Outbox& out) {
  std::size_t taken = 0;
  while (!out.full() && !out.finished()) {
    const std::string_view rest = std::string_view(input).substr(taken);
    const std::size_t end = rest.find('\n');
    const bool posting = state_ == State::post || state_ == State::skipped_post;
    const std::size_t longest = posting                 ? longest_line
                                : state_ == State::sasl ? longest_sasl
                                                        : longest_command;
    if (overlong_ || std::min(end, rest.size()) >= longest) {
      if (!overlong_ && !posting) out.write("501 the line is too long\r\n");
      if (state_ == State::post) state_ = State::skipped_post;
      if (state_ == State::sasl) state_ = State::command;
      overlong_ = end == std::string_view::npos;
      taken = overlong_ ? input.size() : taken + end + 1;
      if (overlong_) break;
      continue;
    }
    if (end == std::string_view::npos) break;
    taken += end + 1;
    std::string_view text = rest.substr(0, end);
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (posting)
      article_line(text, out);
    else if (state_ == State::sasl)
      sasl(text, out);
    else
      command(text, out);
  }
  input.erase(0, taken);
}

void NewsSession::command(std::string_view text, Outbox& out) {
  const Words words = command_words(text);
  if (words.empty()) return;
  const Command* command = find_command(words[0]);
  if (text.find('\0') != std::string_view::npos) return out.write("501 a command may not hold NUL\r\n");
  if (command == nullptr) {
    if (++mistakes_ < most_mistakes) return out.write("500 what is that? HELP tells the commands\r\n");
    out.write("400 too many unknown commands, goodbye\r\n");
    return out.finish();
  }
  mistakes_ = 0;
  const std::size_t arguments = words.size() - 1;
  if (arguments < command->least || arguments > command->most)
    return out.write("501 " + std::string(command->name) + " does not take so many arguments\r\n");
  (this->*command->work)(words, out);
}

void NewsSession::capabilities(const Words& /*words*/, Outbox& out) {
  out.write(
      "101 what this server can do\r\nVERSION 2\r\nREADER\r\nPOST\r\nNEWNEWS\r\nHDR\r\nOVER MSGID\r\n"
      "LIST ACTIVE ACTIVE.TIMES DISTRIB.PATS HEADERS NEWSGROUPS OVERVIEW.FMT\r\n"
      "IMPLEMENTATION Porthole practice host\r\n");
  // RFC 4643 section 2.1: not once someone has logged in.
  if (!member_) out.write("AUTHINFO USER SASL\r\nSASL PLAIN\r\n");
  end_block(out);
}

void NewsSession::mode(const Words& words, Outbox& out) {
  if (words.size() < 2 || !same_keyword(words[1], "READER"))
    return out.write("501 only MODE READER is known\r\n");
  out.write("200 reading it is, posting allowed\r\n");
}

void NewsSession::quit(const Words& /*words*/, Outbox& out) {
  out.write("205 goodbye\r\n");
  out.finish();
}

void NewsSession::date(const Words& /*words*/, Outbox& out) {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  out.write("111 " + news_date(now) + "\r\n");
}

void NewsSession::help(const Words& /*words*/, Outbox& out) {
  out.write(
      "100 the commands\r\n"
      "  ARTICLE, HEAD, BODY, STAT [number | <message-id>]\r\n"
      "  AUTHINFO USER name, AUTHINFO PASS password, AUTHINFO SASL PLAIN response\r\n"
      "  CAPABILITIES, DATE, HELP, MODE READER, QUIT\r\n"
      "  GROUP name, LISTGROUP [name [range]], NEXT, LAST\r\n"
      "  HDR, XHDR header [range | <message-id>], XPAT header range pattern...\r\n"
      "  LIST [ACTIVE | ACTIVE.TIMES | DISTRIB.PATS | HEADERS | NEWSGROUPS | OVERVIEW.FMT] [wildmat]\r\n"
      "  NEWGROUPS yyyymmdd hhmmss [GMT], NEWNEWS wildmat yyyymmdd hhmmss [GMT]\r\n"
      "  OVER, XOVER [range | <message-id>]\r\n"
      "  POST\r\n.\r\n");
}

}  // namespace porthole::hosts
