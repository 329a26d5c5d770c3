// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <stdexcept>

#include "protocols/email/base64.hpp"
#include "protocols/email/charset.hpp"
#include "protocols/email/encoded_words.hpp"
#include "protocols/email/message.hpp"
#include "protocols/email/quoted_printable.hpp"
#include "protocols/email/text.hpp"

namespace porthole::email {
namespace {

constexpr std::array<std::string_view, 14> address_headers = {"from",
                                                              "to",
                                                              "cc",
                                                              "bcc",
                                                              "sender",
                                                              "reply-to",
                                                              "resent-from",
                                                              "resent-to",
                                                              "resent-cc",
                                                              "resent-bcc",
                                                              "resent-sender",
                                                              "resent-reply-to",
                                                              "disposition-notification-to",
                                                              "return-path"};

/// A value for a header's line: in ASCII unless the policy allows more.
std::string encoded_value(std::string_view name, std::string value, const Policy& policy) {
  // A parsed message may hold these, and some servers would end the line there.
  std::replace_if(value.begin(), value.end(), [](char c) { return c == '\r' || c == '\0'; }, ' ');
  if (is_ascii(value)) return value;
  std::string text = clean_utf8(value);
  if (policy.utf8) return text;
  const std::string key = lower(name);
  if (std::find(address_headers.begin(), address_headers.end(), key) != address_headers.end()) {
    std::string list;
    for (const Mailbox& mailbox : getaddresses(text)) {
      if (!list.empty()) list += ", ";
      list += formataddr(mailbox);
    }
    return list;
  }
  if (key == "content-type" || key == "content-disposition") {
    const ParameterValue content = parse_parameters(text);
    if (is_ascii(content.value)) return format_parameters(content);
  }
  return encode_header(text, name.size() + 2);
}

/// Text with one kind of line end.
void append_lines(std::string& out, std::string_view text, std::string_view linesep) {
  while (!text.empty()) {
    const std::size_t newline = text.find('\n');
    std::string_view line = text.substr(0, newline);
    text.remove_prefix(newline == std::string_view::npos ? text.size() : newline + 1);
    if (newline != std::string_view::npos && line.ends_with('\r')) line.remove_suffix(1);
    out += line;
    if (newline != std::string_view::npos) out += linesep;
  }
}

}  // namespace

/// Writes a message and its parts.
class Generator {
 public:
  explicit Generator(const Policy& policy) : policy_(policy) {}

  std::string write(const EmailMessage& message) {
    entity(message);
    return std::move(out_);
  }

 private:
  void entity(const EmailMessage& message) {
    const std::string_view raw = message.raw();
    if (!raw.empty() && !message.touched() &&
        (policy_.utf8 || is_ascii(raw) || (policy_.eight_bit && ascii_headers(message)))) {
      append_lines(out_, raw, policy_.linesep);
    } else if (!message.is_multipart()) {
      leaf(message);
    } else {
      headers(message, {});
      if (message.get_content_maintype() == "multipart") {
        multipart(message);
      } else {
        entity(message.parts().front());
      }
    }
  }

  static bool ascii_headers(const EmailMessage& message) {
    const std::vector<const EmailMessage*> all = message.walk();
    return std::all_of(all.begin(), all.end(), [](const EmailMessage* part) {
      return std::all_of(part->headers().begin(), part->headers().end(),
                         [](const Headers::Item& item) { return is_ascii(item.second); });
    });
  }

  /// `encoding`, where given, takes the place of the Content-Transfer-Encoding there was.
  void headers(const EmailMessage& message, std::string_view encoding) {
    constexpr std::string_view name = "Content-Transfer-Encoding";
    for (const auto& [key, value] : message.headers()) {
      if (!encoding.empty() && same_name(key, name)) continue;
      out_ += fold_header(key, encoded_value(key, value, policy_), policy_.linesep);
    }
    if (!encoding.empty()) out_ += fold_header(name, encoding, policy_.linesep);
    out_ += policy_.linesep;
  }

  void leaf(const EmailMessage& message) {
    const std::string_view body = message.raw_body();
    if (policy_.eight_bit || is_ascii(body)) {
      headers(message, {});
      append_lines(out_, body, policy_.linesep);
      return;
    }
    // An encoding that has 8-bit bytes in it is broken; its bytes are what it decodes to.
    const std::string bytes = message.get_payload();
    const bool text = message.get_content_maintype() == "text";
    headers(message, text ? "quoted-printable" : "base64");
    out_ += text ? encode_quoted_printable(bytes, policy_.linesep) : encodebytes(bytes, policy_.linesep);
  }

  void multipart(const EmailMessage& message) {
    std::string boundary = message.get_param("boundary").value_or("");
    boundary.erase(boundary.find_last_not_of(" \t\r\n") + 1);
    if (boundary.empty())
      throw std::invalid_argument("a multipart has no boundary: its Content-Type was replaced");
    if (!message.preamble().empty()) {
      append_lines(out_, message.preamble(), policy_.linesep);
      out_ += policy_.linesep;
    }
    for (const EmailMessage& part : message.parts()) {
      line("--" + boundary);
      entity(part);
      out_ += policy_.linesep;
    }
    line("--" + boundary + "--");
    append_lines(out_, message.epilogue(), policy_.linesep);
  }

  void line(std::string_view text) {
    out_ += text;
    out_ += policy_.linesep;
  }

  const Policy& policy_;
  std::string out_;
};

std::string EmailMessage::as_bytes(const Policy& policy) const {
  return Generator(policy).write(*this);
}

}  // namespace porthole::email
