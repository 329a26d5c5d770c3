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

  std::string convert(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 2);
    std::array<char, 4096> buffer{};
    // iconv(3) takes a pointer to what it does not change.
    char* in = const_cast<char*>(bytes.data());  // NOLINT(cppcoreguidelines-pro-type-const-cast)
    std::size_t left = bytes.size();
    while (true) {
      char* to = buffer.data();
      std::size_t room = buffer.size();
      const bool flush = left == 0;
      const std::size_t result =
          flush ? iconv(handle_, nullptr, nullptr, &to, &room) : iconv(handle_, &in, &left, &to, &room);
      const int reason = errno;
      out.append(buffer.data(), buffer.size() - room);
      if (result != static_cast<std::size_t>(-1)) {
        if (flush) return out;
      } else if (reason == EILSEQ && left > 0) {
        out += replacement;
        ++in;
        --left;
      } else if (reason != E2BIG) {  // EINVAL: the end cuts a character off
        if (!flush) out += replacement;
        return out;
      }
    }
  }

 private:
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
    if (converter.known()) return converter.convert(bytes);
  }
  throw LookupError("unknown character set: " + std::string(charset.substr(0, max_charset_name)));
}

}  // namespace porthole::email
