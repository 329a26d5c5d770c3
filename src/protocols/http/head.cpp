// SPDX-License-Identifier: MIT
#include "protocols/http/head.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "protocols/http/errors.hpp"

namespace porthole::http {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool holds_controls(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7f;
  });
}

/// All digits, no sign, and no more than fits.
std::optional<std::uint64_t> number(std::string_view digits, int base) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (error != std::errc{} || end != digits.data() + digits.size() || digits.starts_with('-'))
    return std::nullopt;
  return value;
}

[[noreturn]] void refuse(std::string_view line, const char* why) {
  throw BadHeader("the host sent a header line that " + std::string(why) + ": " + shown(line));
}

}  // namespace

std::string shown(std::string_view bytes) {
  constexpr std::size_t most = 200;
  constexpr std::string_view hex = "0123456789abcdef";
  std::string text;
  for (const char c : bytes.substr(0, most)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7f)
      text += c;
    else
      text += {'\\', 'x', hex[byte >> 4U], hex[byte & 15U]};
  }
  return bytes.size() > most ? text + "..." : text;
}

StatusLine parse_status_line(std::string_view line) {
  const auto refuse = [&] { throw BadStatusLine("the host's answer is no HTTP: " + shown(line)); };
  if (line.size() < 12 || !line.starts_with("HTTP/") || holds_controls(line)) refuse();
  if (!is_digit(line[5]) || line[6] != '.' || !is_digit(line[7]) || line[8] != ' ') refuse();
  if (line[5] != '1')
    throw UnknownProtocol("the host answered with " + std::string(line.substr(0, 8)) +
                          "; HTTP/1.0 and HTTP/1.1 are known here");
  StatusLine status;
  status.version = line[7] == '0' ? 10 : 11;
  if (!std::ranges::all_of(line.substr(9, 3), is_digit) || line[9] == '0') refuse();
  status.status = static_cast<int>(number(line.substr(9, 3), 10).value_or(0));
  if (line.size() > 12 && line[12] != ' ') refuse();
  status.reason = line.size() > 13 ? std::string(trimmed(line.substr(13))) : "";
  return status;
}

void HeaderParser::line(std::string_view line) {
  if (holds_controls(line)) refuse(line, "holds a control character");
  if (line.starts_with(' ') || line.starts_with('\t')) {
    if (!open_) refuse(line, "continues none");
    open_->second += ' ';
    open_->second += trimmed(line);
    return;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) refuse(line, "has no colon");
  if (!is_token(line.substr(0, colon))) refuse(line, "has no proper name");
  if (open_) headers_.add(std::move(open_->first), std::string(trimmed(open_->second)));
  open_.emplace(line.substr(0, colon), trimmed(line.substr(colon + 1)));
}

HTTPMessage HeaderParser::finish() {
  if (open_) headers_.add(std::move(open_->first), std::string(trimmed(open_->second)));
  open_.reset();
  return std::move(headers_);
}

std::optional<std::uint64_t> content_length(const HTTPMessage& headers) {
  std::optional<std::uint64_t> length;
  for (const std::string& value : headers.get_all("Content-Length")) {
    const auto members = list_members(value);
    if (members.empty()) throw BadHeader("the host sent an empty Content-Length");
    for (const std::string_view member : members) {
      const auto each = number(member, 10);
      if (!each) throw BadHeader("the host sent a Content-Length that is no number: " + shown(value));
      if (length && *length != *each)
        throw BadHeader("the host sent two Content-Lengths: " + std::to_string(*length) + " and " +
                        std::to_string(*each));
      length = each;
    }
  }
  return length;
}

Framing framing(std::string_view method, const StatusLine& status, const HTTPMessage& headers) {
  const bool asked_to_go_on = status.version > 10 || headers.has("Connection", "keep-alive");
  Framing result{.keep_alive = asked_to_go_on && !headers.has("Connection", "close")};
  const std::optional<std::uint64_t> length = content_length(headers);
  const auto coding = headers.joined("Transfer-Encoding");
  if (status.status == 101 || (method == "CONNECT" && status.status / 100 == 2))
    return {.kind = Framing::Kind::until_close};  // another protocol follows
  if (method == "HEAD" || status.status / 100 == 1 || status.status == 204 || status.status == 304)
    return result;
  if (coding) {
    if (!same_ignoring_case(*coding, "chunked"))
      throw UnknownTransferEncoding("the host sent its body in a coding that is not known here: " +
                                    shown(*coding));
    if (status.version < 11) throw BadHeader("the host sent a Transfer-Encoding in an answer of HTTP/1.0");
    if (length) throw BadHeader("the host sent both a Content-Length and a Transfer-Encoding");
    result.kind = Framing::Kind::chunked;
  } else if (length) {
    result.kind = Framing::Kind::length;
    result.length = *length;
  } else {
    return {.kind = Framing::Kind::until_close};
  }
  return result;
}

std::uint64_t parse_chunk_size(std::string_view line) {
  const std::string_view digits = line.substr(0, line.find_first_of("; \t"));
  const auto size = number(digits, 16);
  const std::string_view rest = trimmed(line.substr(digits.size()));
  if (!size || (!rest.empty() && !rest.starts_with(';')) || holds_controls(line))
    throw BadChunk("the host sent a chunk whose size makes no sense: " + shown(line));
  return *size;
}

}  // namespace porthole::http
