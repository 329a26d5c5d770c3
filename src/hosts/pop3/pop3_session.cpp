// SPDX-License-Identifier: MIT
#include "hosts/pop3/pop3_session.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "protocols/digest/md5.hpp"

namespace porthole::hosts {
namespace {

constexpr std::string_view capabilities =
    "+OK what this server can do\r\n"
    "USER\r\nTOP\r\nUIDL\r\nPIPELINING\r\nRESP-CODES\r\nAUTH-RESP-CODE\r\nUTF8 USER\r\nEXPIRE NEVER\r\n"
    "IMPLEMENTATION Porthole\r\n.\r\n";

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

/// A decimal number; nothing for anything else.
std::optional<std::size_t> number_of(std::string_view text) {
  std::size_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return number;
}

std::string_view take_word(std::string_view& text) {
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(std::min(word.size() + 1, text.size()));
  return word;
}

std::string messages(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " message" : " messages");
}

}  // namespace

struct Pop3Session::Command {
  std::string_view verb;  ///< in lower case
  enum class When { always, before_login, after_login } when;
  enum class Argument { none, optional, needed } argument;
  void (Pop3Session::*work)(std::string_view argument, Outbox& out);
};

const Pop3Session::Command* Pop3Session::find_command(std::string_view verb) {
  using When = Command::When;
  using Argument = Command::Argument;
  static constexpr std::array commands = {
      Command{"capa", When::always, Argument::none, &Pop3Session::capa},
      Command{"quit", When::always, Argument::none, &Pop3Session::quit},
      Command{"user", When::before_login, Argument::needed, &Pop3Session::user},
      Command{"pass", When::before_login, Argument::needed, &Pop3Session::pass},
      Command{"apop", When::before_login, Argument::needed, &Pop3Session::apop},
      Command{"utf8", When::before_login, Argument::none, &Pop3Session::utf8},
      Command{"stat", When::after_login, Argument::none, &Pop3Session::stat},
      Command{"list", When::after_login, Argument::optional, &Pop3Session::list},
      Command{"uidl", When::after_login, Argument::optional, &Pop3Session::uidl},
      Command{"retr", When::after_login, Argument::needed, &Pop3Session::retr},
      Command{"top", When::after_login, Argument::needed, &Pop3Session::top},
      Command{"dele", When::after_login, Argument::needed, &Pop3Session::dele},
      Command{"noop", When::after_login, Argument::none, &Pop3Session::noop},
      Command{"rset", When::after_login, Argument::none, &Pop3Session::rset},
  };
  const auto* const found = std::ranges::find_if(
      commands, [&](const Command& command) { return std::ranges::equal(verb, command.verb, {}, lower); });
  return found == commands.end() ? nullptr : found;
}

Pop3Session::Pop3Session(std::shared_ptr<MailWorld> world, std::string timestamp, Outbox& out)
    : world_(std::move(world)), timestamp_(std::move(timestamp)) {
  out.write("+OK mail.test POP3 practice host " + timestamp_ + "\r\n");
}

void Pop3Session::received(std::string& input, Outbox& out) {
  std::size_t taken = 0;
  while (!sending_ && !out.finished() && !out.full()) {
    const std::size_t end = input.find('\n', taken);
    std::string_view line = std::string_view(input).substr(taken, end - taken);
    if (end == std::string::npos) {
      // The rest of a line that is too long is not kept.
      if (line.size() <= longest_command + 1) break;
      overlong_ = true;
      taken = input.size();
      break;
    }
    taken = end + 1;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (std::exchange(overlong_, false) || line.size() > longest_command)
      refuse("that line is too long", out);
    else
      command(line, out);
  }
  input.erase(0, taken);
}

void Pop3Session::refill(Outbox& out) {
  if (!sending_) return;
  if (sending_->write(out))
    sending_.reset();
  else
    out.more();
}

void Pop3Session::refuse(std::string_view text, Outbox& out) {
  out.write("-ERR ");
  out.write(text);
  out.write("\r\n");
  if (++mistakes_ >= most_mistakes) out.finish();
}

void Pop3Session::command(std::string_view line, Outbox& out) {
  std::string_view argument = line;
  const Command* const found = find_command(take_word(argument));
  if (found == nullptr) return refuse("no such command; CAPA tells what there is", out);
  if (found->when == Command::When::after_login && !drop_) return refuse("log in first: USER and PASS", out);
  if (found->when == Command::When::before_login && drop_) return refuse("you are logged in already", out);
  if (found->argument == Command::Argument::none && !argument.empty())
    return refuse("this command takes no argument", out);
  if (found->argument == Command::Argument::needed && argument.empty())
    return refuse("this command needs an argument", out);
  (this->*found->work)(argument, out);
}

void Pop3Session::capa(std::string_view /*argument*/, Outbox& out) {
  out.write(capabilities);
}

void Pop3Session::quit(std::string_view /*argument*/, Outbox& out) {
  if (drop_) {
    drop_->commit();
    out.write("+OK goodbye, " + messages(drop_->count()) + " left\r\n");
    drop_.reset();
  } else {
    out.write("+OK goodbye\r\n");
  }
  out.finish();
}

void Pop3Session::user(std::string_view argument, Outbox& out) {
  name_ = argument;
  // The same for names that do not exist, so that nobody learns which do.
  out.write("+OK now the password\r\n");
}

void Pop3Session::pass(std::string_view argument, Outbox& out) {
  if (name_.empty()) return refuse("USER comes first", out);
  enter(world_->authenticate(std::exchange(name_, {}), argument), out);
}

void Pop3Session::apop(std::string_view argument, Outbox& out) {
  std::string_view digest = argument;
  MailUser* const user = world_->find(take_word(digest));
  const bool proved = user != nullptr && hex(md5(timestamp_ + user->password())) == digest;
  enter(proved ? user : nullptr, out);
}

void Pop3Session::enter(MailUser* user, Outbox& out) {
  if (user == nullptr) return refuse("[AUTH] the user name or the password is wrong", out);
  drop_ = Maildrop::open(world_, user->inbox());
  if (!drop_) return refuse("[IN-USE] another session has this maildrop", out);
  out.write("+OK " + messages(drop_->count()) + " (" + std::to_string(drop_->octets()) + " octets)\r\n");
}

void Pop3Session::utf8(std::string_view /*argument*/, Outbox& out) {
  out.write("+OK UTF-8 it is\r\n");
}

void Pop3Session::stat(std::string_view /*argument*/, Outbox& out) {
  out.write("+OK " + std::to_string(drop_->count()) + ' ' + std::to_string(drop_->octets()) + "\r\n");
}

Maildrop::Entry* Pop3Session::chosen(std::string_view number, Outbox& out) {
  auto& entries = drop_->entries();
  const std::optional<std::size_t> index = number_of(number);
  if (!index) {
    refuse("that is no message number", out);
  } else if (*index < 1 || *index > entries.size()) {
    refuse("no such message, there are " + std::to_string(entries.size()), out);
  } else if (entries[*index - 1].deleted) {
    refuse("that message is marked as deleted", out);
  } else {
    return &entries[*index - 1];
  }
  return nullptr;
}

template <class Line>
void Pop3Session::listing(std::string_view argument, Outbox& out, const Line& line) {
  if (!argument.empty()) {
    if (const Maildrop::Entry* entry = chosen(argument, out))
      out.write("+OK " + std::string(argument) + ' ' + line(*entry) + "\r\n");
    return;
  }
  out.write("+OK " + messages(drop_->count()) + "\r\n");
  std::size_t number = 0;
  for (const Maildrop::Entry& entry : std::as_const(*drop_).entries()) {
    ++number;
    if (!entry.deleted) out.write(std::to_string(number) + ' ' + line(entry) + "\r\n");
  }
  out.write(".\r\n");
}

void Pop3Session::list(std::string_view argument, Outbox& out) {
  listing(argument, out, [](const Maildrop::Entry& entry) { return std::to_string(entry.octets); });
}

void Pop3Session::uidl(std::string_view argument, Outbox& out) {
  listing(argument, out, [this](const Maildrop::Entry& entry) { return drop_->unique_id(entry); });
}

void Pop3Session::send(MessageLines lines, Outbox& out) {
  sending_ = std::move(lines);
  refill(out);
}

void Pop3Session::retr(std::string_view argument, Outbox& out) {
  Maildrop::Entry* const entry = chosen(argument, out);
  if (entry == nullptr) return;
  drop_->mark_seen(*entry);
  out.write("+OK " + std::to_string(entry->octets) + " octets\r\n");
  send(MessageLines(entry->content), out);
}

void Pop3Session::top(std::string_view argument, Outbox& out) {
  std::string_view lines = argument;
  const std::string_view number = take_word(lines);
  const std::optional<std::size_t> count = number_of(lines);
  if (!count) return refuse("TOP takes a message number and a number of lines", out);
  Maildrop::Entry* const entry = chosen(number, out);
  if (entry == nullptr) return;
  out.write("+OK top of message\r\n");
  send(MessageLines(entry->content, count), out);
}

void Pop3Session::dele(std::string_view argument, Outbox& out) {
  Maildrop::Entry* const entry = chosen(argument, out);
  if (entry == nullptr) return;
  entry->deleted = true;
  out.write("+OK marked as deleted; RSET takes it back, QUIT removes it\r\n");
}

void Pop3Session::noop(std::string_view /*argument*/, Outbox& out) {
  out.write("+OK\r\n");
}

void Pop3Session::rset(std::string_view /*argument*/, Outbox& out) {
  drop_->reset();
  out.write("+OK " + messages(drop_->count()) + "\r\n");
}

}  // namespace porthole::hosts
