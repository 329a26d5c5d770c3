// SPDX-License-Identifier: MIT
// The SMTP practice host against a client that says anything: its parsers alone, then a whole session, in
// pieces and in one go, which must come to the same.

#include <algorithm>
#include <array>
#include <cstdint>

#include "hosts/smtp/incoming_mail.hpp"
#include "hosts/smtp/mail_path.hpp"
#include "hosts/smtp/smtp_session.hpp"

namespace {

using namespace porthole::hosts;

void require(bool holds) {
  if (!holds) __builtin_trap();
}

/// Whether every line end is CR LF, as mail is stored.
bool has_whole_lines(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\r' && text.substr(at, 2) != "\r\n") return false;
    if (text[at] == '\n' && (at == 0 || text[at - 1] != '\r')) return false;
  }
  return true;
}

void path(std::string_view argument) {
  const auto path = parse_mail_path(argument, "FROM");
  if (!path) return;
  require(path->address.size() <= MailPath::longest);
  require(path->parameters.size() <= MailPath::most_parameters);
  require(std::ranges::none_of(path->address, [](unsigned char c) { return c < ' ' || c == 0x7F; }));
}

/// What is left behind the message, and the message.
std::array<std::string, 2> message(std::string_view bytes, std::size_t step) {
  IncomingMail mail;
  std::string input;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    input = bytes.substr(at, step);
    if (mail.take(input))
      return {input + std::string(bytes.substr(std::min(bytes.size(), at + step))), mail.text()};
    require(input.empty());
  }
  return {"no end", mail.text()};
}

/// All that the host says.
std::string session(std::string_view before, std::string_view bytes, std::size_t step) {
  const auto world = std::make_shared<MailWorld>();
  Outbox out;
  std::string said;
  const auto take = [&] {
    said += out.waiting();
    out.sent(out.waiting().size());
  };
  SmtpSession session(world, "<1.2@mail.test>", out);
  std::string input(before);
  session.received(input, out);
  for (std::size_t at = 0; at < bytes.size() && !out.finished(); at += step) {
    input.append(bytes.substr(at, step));
    do {
      take();
      session.received(input, out);
    } while (out.full());
    require(out.finished() || input.size() <= SmtpSession::longest_command + 1);
  }
  take();
  for (const char* const user : {"learner", "teacher", "学生"}) {
    for (const StoredMessage& letter : world->find(user)->inbox().messages())
      require(has_whole_lines(*letter.content));
    said += ' ' + std::to_string(world->find(user)->inbox().messages().size());
  }
  return said;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::array<std::string_view, 4> beginnings = {
      "", "EHLO a\r\n", "EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<learner@mail.test>\r\n",
      "EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<postmaster>\r\nDATA\r\n"};
  if (size < 2) return 0;
  const std::size_t step = 1 + data[1];
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
  path(bytes);
  const auto whole = message(bytes, bytes.size() + 1);
  require(whole == message(bytes, step) && has_whole_lines(whole[1]));
  const std::string_view before = beginnings[data[0] % beginnings.size()];
  require(session(before, bytes, bytes.size() + 1) == session(before, bytes, step));
  return 0;
}
