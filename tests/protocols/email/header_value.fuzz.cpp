// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "protocols/email.hpp"

using namespace porthole::email;

namespace {

/// What is written has to be read as what it was made from.
void there_and_back(std::string_view text) {
  if (!is_utf8(text) || text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos) return;
  for (const std::size_t column : {0U, 9U, 60U}) {
    const std::string encoded = encode_header(text, column);
    if (decode_header(encoded) != text || !is_ascii(encoded)) std::abort();
  }
  const ParameterValue content{"attachment", {{"filename", std::string(text)}}};
  if (text.size() < 10'000 && parse_parameters(format_parameters(content)) != content) std::abort();
  if (text.size() < 10'000 &&
      parse_parameters(format_parameters(content, true)).get("filename").value_or("").empty() &&
      !text.empty())
    std::abort();
  const Mailbox mailbox{std::string(text), "a@x.test"};
  const Mailbox again = parseaddr(formataddr(mailbox));
  if (again != mailbox) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  there_and_back(text);
  if (!is_utf8(decode_header(text))) std::abort();
  try {
    for (const Mailbox& mailbox : getaddresses(text)) formataddr(mailbox, true);
  } catch (const std::invalid_argument&) {
  } catch (const porthole::LimitError&) {
  }
  if (const std::optional<Date> date = parsedate(text)) {
    if (parsedate(format_datetime(*date)) != date) std::abort();
  }
  parse_parameters(text);
  if (decodebytes(encodebytes(text)) != text) std::abort();
  if (decode_quoted_printable(encode_quoted_printable_binary(text)) != text) std::abort();
  try {
    if (b64encode(b64decode(text)) != text) std::abort();
  } catch (const std::invalid_argument&) {
  }
  for (const char* charset :
       {"gb18030", "big5", "hz-gb-2312", "utf-7", "iso-2022-jp", "euc-kr", "utf-8", "us-ascii"}) {
    if (!is_utf8(to_utf8(text, charset))) std::abort();
  }
  return 0;
}
