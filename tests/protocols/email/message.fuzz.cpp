// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "protocols/email.hpp"

using namespace porthole::email;

namespace {

/// All that a mail reader asks of a part.
void read(const EmailMessage& part) {
  for (const auto& [name, value] : part.headers()) {
    if (!is_utf8(decode_header(value, "gb18030"))) std::abort();
    if (name.find_first_of("\r\n:") != std::string::npos) std::abort();
  }
  try {
    const std::string content = part.get_content();
    if (part.get_content_maintype() == "text" && !is_utf8(content)) std::abort();
  } catch (const LookupError&) {
  } catch (const std::invalid_argument&) {
    if (!part.is_multipart()) std::abort();
  }
  if (part.get_filename() && !is_utf8(*part.get_filename())) std::abort();
}

/// Writes it, which may be refused (an address outside ASCII), and reads it again.
void write(const EmailMessage& message, const Policy& policy) {
  try {
    const std::string bytes = message.as_bytes(policy);
    if (!policy.eight_bit && message.walk().size() == 1 && !is_ascii(bytes)) std::abort();
    message_from_bytes(bytes);
  } catch (const std::invalid_argument&) {
  } catch (const porthole::LimitError&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    EmailMessage message = message_from_bytes(std::string(reinterpret_cast<const char*>(data), size));
    for (const EmailMessage* part : message.walk()) read(*part);
    message.get_body();
    message.iter_attachments();
    write(message, smtp);
    write(message, smtputf8);
    message.set("Subject", "改");
    message.add_attachment("x");
    write(message, smtp_8bit);
    write(message, file_policy);
  } catch (const porthole::LimitError&) {
  }
  return 0;
}
