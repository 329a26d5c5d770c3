// SPDX-License-Identifier: MIT
#include "protocols/email/charset.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "protocols/email/charset_names.hpp"
#include "protocols/email/small_charsets.hpp"
#include "socket/utf8.hpp"

namespace porthole::email {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

/// One conversion to UTF-8 by the C library.
class Converter {
 public:
  explicit Converter(const std::string& charset) : handle_(iconv_open("UTF-8", charset.c_str())) {}
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  ~Converter() {
    if (known()) iconv_close(handle_);
  }

  // NOLINTNEXTLINE(performance-no-int-to-ptr): iconv_open's own word for failure
  bool known() const { return handle_ != reinterpret_cast<iconv_t>(-1); }

  /// Appends what bytes mean, in pieces: what looks after memory looks at all that iconv(3) is given.
  void convert(std::string_view bytes, std::string& out) {
    constexpr std::size_t piece = 4096;
    while (!bytes.empty()) {
      const std::string_view now = bytes.substr(0, piece);
      const std::size_t rest = feed(now, out);
      if (rest > 0 && (now.size() == bytes.size() || rest == now.size())) {
        out += replacement;  // the end cuts a character off
        bytes.remove_prefix(now.size());
      } else {
        bytes.remove_prefix(now.size() - rest);
      }
    }
    finish(out);
  }

 private:
  /// How many bytes at the end are the beginning of a character.
  std::size_t feed(std::string_view bytes, std::string& out) {
    // iconv(3) takes a pointer to what it does not change.
    char* in = const_cast<char*>(bytes.data());  // NOLINT(cppcoreguidelines-pro-type-const-cast)
    std::size_t left = bytes.size();
    std::array<char, 4096> buffer{};
    while (left > 0) {
      char* to = buffer.data();
      std::size_t room = buffer.size();
      const bool bad = iconv(handle_, &in, &left, &to, &room) == static_cast<std::size_t>(-1);
      const int reason = errno;
      out.append(buffer.data(), buffer.size() - room);
      if (bad && reason == EILSEQ && left > 0) {
        out += replacement;
        ++in;
        --left;
      } else if (bad && reason != E2BIG) {
        return left;
      }
    }
    return 0;
  }

  /// What a character set with states still holds back.
  void finish(std::string& out) {
    std::array<char, 64> buffer{};
    char* to = buffer.data();
    std::size_t room = buffer.size();
    iconv(handle_, nullptr, nullptr, &to, &room);
    out.append(buffer.data(), buffer.size() - room);
  }

  iconv_t handle_;
};

}  // namespace

bool is_utf8(std::string_view text) noexcept {
  while (!text.empty()) {
    const int length = utf8_length(text);
    if (length <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(length));
  }
  return true;
}

bool is_ascii(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 128; });
}

std::string clean_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const int length = utf8_length(text);
    const std::size_t step = length > 0   ? static_cast<std::size_t>(length)
                             : length < 0 ? utf8_bad_length(text)
                                          : text.size();
    out += length > 0 ? text.substr(0, step) : replacement;
    text.remove_prefix(step);
  }
  return out;
}

bool known_charset(std::string_view charset) {
  const std::vector<std::string> names = charset_names(charset);
  return std::any_of(names.begin(), names.end(), [](const std::string& name) {
    return name == "utf-8" || name == "us-ascii" || name == "hz-gb-2312" || name == "utf-7" ||
           Converter(name).known();
  });
}

std::string to_utf8(std::string_view bytes, std::string_view charset) {
  for (const std::string& name : charset_names(charset)) {
    if (name == "utf-8") return clean_utf8(bytes);
    if (name == "us-ascii") {
      std::string out;
      for (const char c : bytes) {
        if (static_cast<unsigned char>(c) < 128) {
          out += c;
        } else {
          out += replacement;
        }
      }
      return out;
    }
    if (name == "utf-7") return utf7_to_utf8(bytes);
    if (name == "hz-gb-2312") return to_utf8(hz_to_gb2312(bytes), "gb2312");
    Converter converter(name);
    if (!converter.known()) continue;
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 2);
    while (name == "gb18030" && !bytes.empty()) {
      // musl does not read the characters of four bytes beyond U+FFFF.
      const std::size_t plain = before_supplementary(bytes);
      converter.convert(bytes.substr(0, plain), out);
      bytes.remove_prefix(plain);
      if (bytes.empty()) break;
      append_supplementary(bytes.substr(0, 4), out);
      bytes.remove_prefix(4);
    }
    converter.convert(bytes, out);
    return out;
  }
  throw LookupError("unknown character set: " + std::string(charset.substr(0, max_charset_name)));
}

}  // namespace porthole::email
