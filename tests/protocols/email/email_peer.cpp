// SPDX-License-Identifier: MIT
// Does what compare_with_python.py asks for: a line is a verb and its arguments in base64 (`-` is an empty
// one), the answer a line of fields in base64, or `! ` and an error.

#include <iostream>
#include <sstream>
#include <stdexcept>

#include "protocols/email.hpp"

using namespace porthole::email;

namespace {

using Fields = std::vector<std::string>;

Policy policy_named(const std::string& name) {
  if (name == "smtputf8") return smtputf8;
  if (name == "8bit") return smtp_8bit;
  return name == "file" ? file_policy : smtp;
}

Fields date(const std::string& text) {
  const std::optional<Date> read = parsedate(text);
  if (!read) return {};
  return {std::to_string(read->time.time_since_epoch().count()),
          read->utc_offset ? std::to_string(read->utc_offset->count()) : "none"};
}

Fields format_date(const Fields& in) {
  Date made{std::chrono::sys_seconds(std::chrono::seconds(std::stoll(in[0]))), std::nullopt};
  if (in[1] != "none") made.utc_offset = std::chrono::minutes(std::stol(in[1]));
  return {format_datetime(made)};
}

Fields addresses(const std::string& list) {
  Fields out;
  for (const Mailbox& mailbox : getaddresses(list)) {
    out.push_back(mailbox.display_name);
    out.push_back(mailbox.addr_spec);
  }
  return out;
}

Fields parameters(const std::string& header) {
  const ParameterValue read = parse_parameters(header);
  Fields out{read.value};
  for (const auto& [name, value] : read.parameters) {
    out.push_back(name);
    out.push_back(value);
  }
  return out;
}

/// Six fields a part: type, character set, file name, whether an attachment, bytes, text or nothing.
Fields parts(const EmailMessage& message) {
  Fields out;
  for (const EmailMessage* part : message.walk()) {
    out.push_back(part->get_content_type());
    out.push_back(part->get_content_charset().value_or(""));
    out.push_back(part->get_filename().value_or(""));
    out.emplace_back(part->is_attachment() ? "attachment" : "");
    out.push_back(part->get_payload());
    const bool text = part->get_content_maintype() == "text";
    out.push_back(text ? part->get_content() : "");
  }
  return out;
}

/// policy, from name, from address, to list (pairs ended by an empty address), subject, text, html or
/// nothing, then pairs of file name and bytes.
Fields build(const Fields& in) {
  const Policy policy = policy_named(in[0]);
  EmailMessage message;
  message.set("From", std::vector<Mailbox>{{in[1], in[2]}});
  std::vector<Mailbox> to;
  std::size_t at = 3;
  for (; !in[at + 1].empty(); at += 2) to.push_back({in[at], in[at + 1]});
  at += 2;
  message.set("To", to);
  message.set("Subject", in[at]);
  message.set("Date", format_datetime(now()));
  message.set("Message-ID", make_msgid("", "mail.test"));
  message.set_content(in[at + 1], "plain", policy);
  if (!in[at + 2].empty()) message.add_alternative(in[at + 2], "html", policy);
  for (at += 3; at + 1 < in.size(); at += 2) message.add_attachment(in[at + 1], {.filename = in[at]});
  return {message.as_bytes(policy)};
}

/// A message parsed, given another subject, and written.
Fields change(const Fields& in) {
  EmailMessage message = message_from_bytes(in[1]);
  message.set("Subject", in[2]);
  return {message.as_bytes(policy_named(in[0]))};
}

Fields work(const std::string& verb, const Fields& in) {
  if (verb == "decode_header") return {decode_header(in[0])};
  if (verb == "encode_header") return {fold_header("Subject", encode_header(in[0], 9))};
  if (verb == "addresses") return addresses(in[0]);
  if (verb == "formataddr") return {formataddr({in[0], in[1]})};
  if (verb == "date") return date(in[0]);
  if (verb == "format_date") return format_date(in);
  if (verb == "parameters") return parameters(in[0]);
  if (verb == "format_parameters") return {format_parameters({in[0], {{in[1], in[2]}}})};
  if (verb == "to_utf8") return {to_utf8(in[0], in[1])};
  if (verb == "encodebytes") return {encodebytes(in[0], "\n")};
  if (verb == "decodebytes") return {decodebytes(in[0])};
  if (verb == "encode_qp") return {encode_quoted_printable(in[0], "\n")};
  if (verb == "decode_qp") return {decode_quoted_printable(in[0])};
  if (verb == "parse") return parts(message_from_bytes(in[0]));
  if (verb == "header") return {message_from_bytes(in[0]).get(in[1], "")};
  if (verb == "build") return build(in);
  if (verb == "change") return change(in);
  throw std::invalid_argument("no such verb: " + verb);
}

}  // namespace

int main() {
  std::string line;
  while (std::getline(std::cin, line)) {
    std::istringstream words(line);
    std::string verb;
    words >> verb;
    Fields in;
    for (std::string word; words >> word;) in.push_back(word == "-" ? "" : b64decode(word));
    try {
      std::string answer;
      for (const std::string& field : work(verb, in))
        answer += (field.empty() ? "-" : b64encode(field)) + " ";
      std::cout << "= " << answer << std::endl;
    } catch (const std::exception& failure) {
      std::cout << "! " << failure.what() << std::endl;
    }
  }
}
