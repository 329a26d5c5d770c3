// SPDX-License-Identifier: MIT
#include "protocols/nntplib/reply.hpp"

#include <charconv>

#include "protocols/nntplib/errors.hpp"

namespace porthole::nntplib {
namespace {

bool is_digit(char character) {
  return character >= '0' && character <= '9';
}

/// A part of a date. False where it is no number.
bool digits(std::string_view text, std::size_t start, std::size_t count, int& value) {
  ArticleNumber number = 0;
  if (!parse_number(text.substr(start, count), number)) return false;
  value = static_cast<int>(number);
  return true;
}

std::string padded(unsigned value, std::size_t width) {
  std::string text = std::to_string(value);
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

}  // namespace

int NNTPError::code() const {
  if (response_.size() < 3 || !is_digit(response_[0]) || !is_digit(response_[1]) || !is_digit(response_[2]))
    return 0;
  return (response_[0] - '0') * 100 + (response_[1] - '0') * 10 + (response_[2] - '0');
}

std::vector<std::string_view> split_words(std::string_view text) {
  std::vector<std::string_view> words;
  for (;;) {
    const std::size_t start = text.find_first_not_of(" \t");
    if (start == std::string_view::npos) return words;
    text.remove_prefix(start);
    const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

bool parse_number(std::string_view text, ArticleNumber& number) {
  if (text.empty() || !is_digit(text.front())) return false;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  return problem == std::errc() && end == text.data() + text.size();
}

std::string quoted(std::string_view text) {
  constexpr std::size_t most = 200;
  std::string shown = "\"";
  for (const char character : text.substr(0, most))
    shown += static_cast<unsigned char>(character) < 0x20 || character == 0x7f ? '?' : character;
  return shown += text.size() > most ? "…\"" : "\"";
}

std::vector<std::string_view> Reply::words() const {
  return split_words(std::string_view(line).substr(3));
}

Reply parse_reply(std::string line) {
  const bool code = line.size() >= 3 && line[0] >= '1' && line[0] <= '5' && is_digit(line[1]) &&
                    is_digit(line[2]) && (line.size() == 3 || line[3] == ' ' || line[3] == '\t');
  if (!code) throw NNTPProtocolError("this is no response of a news server: " + quoted(line), line);
  const int value = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
  return {value, std::move(line)};
}

void require_success(const Reply& reply, std::string_view command) {
  if (reply.code < 400) return;
  const std::string sentence = std::string(command) + ": the server answered " + quoted(reply.line);
  if (reply.code < 500) throw NNTPTemporaryError(sentence, reply.line);
  throw NNTPPermanentError(sentence, reply.line);
}

GroupAnswer parse_group(const Reply& reply) {
  const auto words = reply.words();
  GroupAnswer answer{.response = reply.line};
  if (words.size() < 3 || !parse_number(words[0], answer.count) || !parse_number(words[1], answer.first) ||
      !parse_number(words[2], answer.last))
    throw NNTPDataError("the server's answer names no count, first and last number: " + quoted(reply.line),
                        reply.line);
  if (words.size() > 3) answer.name = words[3];
  return answer;
}

StatAnswer parse_stat(const Reply& reply) {
  const auto words = reply.words();
  StatAnswer answer{.response = reply.line};
  if (words.empty() || !parse_number(words[0], answer.number))
    throw NNTPDataError("the server's answer names no article number: " + quoted(reply.line), reply.line);
  if (words.size() > 1) answer.message_id = words[1];
  return answer;
}

Time parse_date(const Reply& reply) {
  using namespace std::chrono;
  const auto words = reply.words();
  const std::string_view text = words.empty() ? std::string_view() : words[0];
  int y = 0;
  int mo = 0;
  int d = 0;
  int h = 0;
  int mi = 0;
  int s = 0;
  const bool numbers = text.size() == 14 && digits(text, 0, 4, y) && digits(text, 4, 2, mo) &&
                       digits(text, 6, 2, d) && digits(text, 8, 2, h) && digits(text, 10, 2, mi) &&
                       digits(text, 12, 2, s);
  const year_month_day day{year{y}, month{static_cast<unsigned>(mo)},
                           std::chrono::day{static_cast<unsigned>(d)}};
  if (!numbers || !day.ok() || h > 23 || mi > 59 || s > 60)
    throw NNTPDataError("the server's answer holds no date: " + quoted(reply.line), reply.line);
  return sys_days{day} + hours{h} + minutes{mi} + seconds{s};
}

std::string format_date(Time time) {
  using namespace std::chrono;
  const auto days = floor<std::chrono::days>(time);
  const year_month_day date{days};
  const hh_mm_ss clock{time - days};
  const int year = static_cast<int>(date.year());
  if (year < 1000 || year > 9999)
    throw std::invalid_argument("a date for a news server lies between the years 1000 and 9999");
  return padded(static_cast<unsigned>(year), 4) + padded(static_cast<unsigned>(date.month()), 2) +
         padded(static_cast<unsigned>(date.day()), 2) + ' ' +
         padded(static_cast<unsigned>(clock.hours().count()), 2) +
         padded(static_cast<unsigned>(clock.minutes().count()), 2) +
         padded(static_cast<unsigned>(clock.seconds().count()), 2) + " GMT";
}

}  // namespace porthole::nntplib
