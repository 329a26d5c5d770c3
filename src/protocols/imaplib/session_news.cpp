// SPDX-License-Identifier: MIT
// What responses say of the session, whichever command runs.

#include <charconv>

#include "protocols/imaplib/connection.hpp"
#include "protocols/imaplib/errors.hpp"
#include "protocols/imaplib/scan.hpp"

namespace porthole::imaplib {
namespace {

std::uint32_t number_in(const std::string& text) {
  std::uint32_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::vector<std::string> flags_in(const std::string& text) {
  const Raw raw{.wire = text, .streamed = {}};
  Scanner scan(raw);
  return scan.words();
}

std::set<std::string> capabilities_in(const std::vector<std::string>& words) {
  std::set<std::string> found;
  for (const std::string& word : words) found.insert(upper(word));
  return found;
}

std::vector<std::string> words_in(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

}  // namespace

void Connection::remember(const Response& response) {
  if (response.kind == Response::Kind::continuation) return;
  if (response.is_status()) return remember_code(response);
  if (response.name == "EXISTS") {
    selected_.exists = response.number;
  } else if (response.name == "RECENT") {
    selected_.recent = response.number;
  } else if (response.name == "EXPUNGE") {
    if (selected_.exists > 0) --selected_.exists;
  } else if (response.name == "FLAGS") {
    selected_.flags = response.words;
  } else if (response.name == "CAPABILITY") {
    capabilities_ = capabilities_in(response.words);
  }
}

void Connection::remember_code(const Response& response) {
  const std::string& code = response.code;
  if (code.empty()) return;
  if (codes_.contains(code) || codes_.size() < max_codes) codes_[code] = response.code_argument;
  if (code == "CAPABILITY")
    capabilities_ = capabilities_in(words_in(response.code_argument));
  else if (code == "UIDVALIDITY")
    selected_.uidvalidity = number_in(response.code_argument);
  else if (code == "UIDNEXT")
    selected_.uidnext = number_in(response.code_argument);
  else if (code == "UNSEEN")
    selected_.unseen = number_in(response.code_argument);
  else if (code == "PERMANENTFLAGS")
    selected_.permanent_flags = flags_in(response.code_argument);
  else if (code == "READ-ONLY")
    selected_.read_only = true;
  else if (code == "READ-WRITE")
    selected_.read_only = false;
}

}  // namespace porthole::imaplib
