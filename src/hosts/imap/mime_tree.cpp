// SPDX-License-Identifier: MIT
#include "hosts/imap/mime_tree.hpp"

#include <algorithm>

#include "protocols/email/header_parser.hpp"
#include "protocols/stream/error.hpp"

namespace porthole::hosts {
namespace {

class Divider {
 public:
  MimePart divide(std::string_view text, int depth, std::string_view usual_type = "text/plain") {
    MimePart part;
    ++count_;
    std::size_t end = 0;
    try {
      email::ParsedHeaders parsed = email::parse_headers(text);
      part.fields = std::move(parsed.headers);
      end = parsed.end;
    } catch (const LimitError&) {
      end = 0;  // so many headers are a body
    }
    part.header = text.substr(0, end);
    part.body = text.substr(end);
    part.type = email::parse_parameters(part.fields.get("Content-Type", usual_type));
    if (part.type.value.find('/') == std::string::npos) part.type.value = "text/plain";
    if (depth >= deepest_part) return part;
    const auto boundary = part.type.get("boundary");
    if (part.type.value.starts_with("multipart/") && boundary && !boundary->empty()) {
      const bool digest = part.type.value == "multipart/digest";
      cut(part, *boundary, depth, digest ? "message/rfc822" : "text/plain");
    } else if (part.type.value == "message/rfc822") {
      part.parts.push_back(divide(part.body, depth + 1));
    }
    return part;
  }

 private:
  /// Between the lines `--boundary`; the line end before such a line belongs to it (RFC 2046 section 5.1.1).
  void cut(MimePart& whole, const std::string& boundary, int depth, std::string_view usual_type) {
    const std::string mark = "--" + boundary;
    std::optional<std::size_t> start;
    for (std::size_t at = 0; at < whole.body.size() && count_ < most_parts;) {
      const std::size_t next = std::min(whole.body.find('\n', at), whole.body.size() - 1) + 1;
      std::string_view line = whole.body.substr(at, next - at);
      while (!line.empty() && std::string_view("\r\n \t").find(line.back()) != std::string_view::npos)
        line.remove_suffix(1);
      const bool last = line == mark + "--";
      if (last || line == mark) {
        if (start) {
          std::string_view inner = whole.body.substr(*start, at > *start ? at - *start : 0);
          if (inner.ends_with('\n')) inner.remove_suffix(1);
          if (inner.ends_with('\r')) inner.remove_suffix(1);
          whole.parts.push_back(divide(inner, depth + 1, usual_type));
        }
        start = next;
        if (last) return;
      }
      at = next;
    }
    if (start && *start < whole.body.size() && count_ < most_parts)
      whole.parts.push_back(divide(whole.body.substr(*start), depth + 1, usual_type));
  }

  int count_ = 0;
};

}  // namespace

MimePart mime_tree(std::string_view message) {
  return Divider().divide(message, 0);
}

const MimePart* find_part(const MimePart& message, const std::vector<unsigned>& path) {
  const MimePart* part = &message;
  bool inside = true;  // of a message, whose own parts the next number counts
  for (const unsigned number : path) {
    if (part->message() && !inside) {
      part = &part->parts.front();
      inside = true;
    }
    if (part->multipart()) {
      if (number == 0 || number > part->parts.size()) return nullptr;
      part = &part->parts[number - 1];
      inside = false;
    } else if (number != 1 || !inside) {
      return nullptr;
    } else {
      inside = false;  // part 1 of a message that has no parts is its body
    }
  }
  return part;
}

}  // namespace porthole::hosts
