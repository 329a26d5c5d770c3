// SPDX-License-Identifier: MIT
#include "protocols/email/header_parser.hpp"

#include <algorithm>
#include <string>

#include "protocols/email/text.hpp"
#include "protocols/stream/error.hpp"

namespace porthole::email {

/// Puts lines together to headers; it may write them as they came, NUL and all.
class HeaderParser {
 public:
  explicit HeaderParser(ParsedHeaders& result) : result_(result) {}

  void begin(std::string_view name, std::string_view value) {
    finish();
    if (result_.headers.size() >= max_headers) {
      throw LimitError("a message has more than " + std::to_string(max_headers) + " headers");
    }
    result_.headers.items_.emplace_back(name,
                                        value.substr(std::min(value.find_first_not_of(" \t"), value.size())));
    open_ = true;
    length_ = name.size() + value.size();
    check();
  }

  /// False where there is no header that the line could go on with.
  bool fold(std::string_view line) {
    if (!open_) return false;
    std::string& value = result_.headers.items_.back().second;
    // A value that begins on its second line loses the blanks before it, as on the first.
    if (value.empty()) line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    value += line;
    length_ += line.size();
    check();
    return true;
  }

  void finish() {
    if (!open_) return;
    std::string& value = result_.headers.items_.back().second;
    value.erase(value.find_last_not_of(" \t\r") + 1);
    open_ = false;
  }

 private:
  void check() const {
    if (length_ <= max_header_length) return;
    throw LimitError("the header " + result_.headers.items_.back().first.substr(0, 100) + " has more than " +
                     std::to_string(max_header_length) + " bytes");
  }

  ParsedHeaders& result_;
  bool open_ = false;
  std::size_t length_ = 0;
};

namespace {

/// Where the name ends and the value begins in a line, or npos: a name has only printable ASCII, and blanks
/// only before the colon.
std::size_t colon_of(std::string_view line) {
  const auto* end =
      std::find_if(line.begin(), line.end(), [](char c) { return c <= ' ' || c >= 127 || c == ':'; });
  const auto name = static_cast<std::size_t>(end - line.begin());
  if (name == 0) return std::string_view::npos;
  const std::size_t colon = line.find_first_not_of(" \t", name);
  return colon != std::string_view::npos && line[colon] == ':' ? colon : std::string_view::npos;
}

}  // namespace

ParsedHeaders parse_headers(std::string_view text, const std::function<bool(std::string_view)>& stop) {
  ParsedHeaders result;
  HeaderParser parser(result);
  while (result.end < text.size()) {
    const std::string_view rest = text.substr(result.end);
    const std::size_t newline = std::min(rest.find('\n'), rest.size() - 1);
    const std::string_view whole = rest.substr(0, newline + 1);
    std::string_view line = whole;
    if (line.ends_with('\n')) line.remove_suffix(1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (stop && stop(whole)) break;
    if (line.empty()) {
      result.separated = true;
      result.end += whole.size();
      break;
    }
    if (line.front() == ' ' || line.front() == '\t') {
      if (!parser.fold(line)) ++result.malformed;
    } else if (const std::size_t colon = colon_of(line); colon != std::string_view::npos) {
      parser.begin(line.substr(0, line.find_first_of(" \t:")), line.substr(colon + 1));
    } else if (result.end == 0 && (line.starts_with("From ") || line.starts_with(">From "))) {
      // the envelope of a Unix mailbox
    } else {
      break;
    }
    result.end += whole.size();
    if (result.end > max_headers_length) {
      throw LimitError("a message's headers have more than " + std::to_string(max_headers_length) + " bytes");
    }
  }
  parser.finish();
  return result;
}

}  // namespace porthole::email
