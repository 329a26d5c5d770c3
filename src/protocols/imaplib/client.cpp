// SPDX-License-Identifier: MIT
#include "protocols/imaplib/client.hpp"

#include <algorithm>
#include <array>

#include "protocols/digest/md5.hpp"
#include "protocols/email/base64.hpp"
#include "protocols/imaplib/scan.hpp"
#include "protocols/stream/arguments.hpp"

namespace porthole::imaplib {

IMAP4::IMAP4(const std::string& host, int port, Timeout timeout, Network& network)
    : connection_(Address(host.empty() ? "localhost" : host, port).to_string(),
                  network.connect({host.empty() ? "localhost" : host, port}, timeout)) {}

std::string_view IMAP4::state() const {
  constexpr std::array<std::string_view, 4> names = {"NONAUTH", "AUTH", "SELECTED", "LOGOUT"};
  return names.at(static_cast<std::size_t>(connection_.state()));
}

std::optional<std::string> IMAP4::response(std::string_view code) const {
  const auto found = connection_.codes().find(upper(code));
  return found == connection_.codes().end() ? std::nullopt : std::optional(found->second);
}

const std::set<std::string>& IMAP4::capability() {
  run("CAPABILITY");
  return connection_.capabilities();
}

bool IMAP4::has(std::string_view capability) {
  if (connection_.capabilities().empty()) this->capability();
  return connection_.knows(upper(capability));
}

void IMAP4::logout() {
  connection_.logout();
}

void IMAP4::logged_in(const Response& answer) {
  connection_.set_state(State::authenticated);
  // What it can do may have changed (RFC 3501 section 6.2.3); most servers say so at once.
  if (answer.code != "CAPABILITY") connection_.forget_capabilities();
}

Response IMAP4::login(std::string_view user, std::string_view password) {
  Response answer = run(Command("LOGIN").string(user, "user name").string(password, "password"));
  logged_in(answer);
  return answer;
}

Response IMAP4::authenticate(std::string_view mechanism, const Responder& responder) {
  Command command("AUTHENTICATE");
  command.raw(mechanism, "mechanism");
  Response answer = connection_.run(command, {}, [&](const std::string& challenge) -> std::string {
    const auto response = responder(email::decodebytes(challenge));
    return response ? email::b64encode(*response) : "*";
  });
  logged_in(answer);
  return answer;
}

Response IMAP4::login_plain(std::string_view user, std::string_view password) {
  one_line(user, "user name");
  one_line(password, "password");
  return authenticate(
      "PLAIN", [&](std::string_view) { return '\0' + std::string(user) + '\0' + std::string(password); });
}

Response IMAP4::login_cram_md5(std::string_view user, std::string_view password) {
  one_line(user, "user name");
  one_line(password, "password");
  return authenticate("CRAM-MD5", [&](std::string_view challenge) {
    return std::string(user) + ' ' + hex(hmac_md5(password, challenge));
  });
}

const Selected& IMAP4::select(std::string_view mailbox, bool read_only) {
  Command command(read_only ? "EXAMINE" : "SELECT");
  command.mailbox(mailbox);
  [[maybe_unused]] const auto valid = command.pieces(connection_.dialect());  // before anything changes
  // A failed SELECT leaves no mailbox selected.
  connection_.selected() = {};
  if (connection_.state() == State::selected) connection_.set_state(State::authenticated);
  run(command);
  connection_.selected().name = mailbox;
  connection_.set_state(State::selected);
  if (read_only) connection_.selected().read_only = true;
  if (selected().read_only && !read_only)
    throw readonly("SELECT: " + std::string(mailbox) + " is read-only; examine() opens it so", "OK",
                   "READ-ONLY");
  return selected();
}

Response IMAP4::close() {
  Response answer = run("CLOSE");
  connection_.set_state(State::authenticated);
  connection_.selected() = {};
  return answer;
}

Response IMAP4::unselect() {
  Response answer = run("UNSELECT");
  connection_.set_state(State::authenticated);
  connection_.selected() = {};
  return answer;
}

std::vector<MailboxInfo> IMAP4::names(std::string_view command, std::string_view directory,
                                      std::string_view pattern) {
  std::vector<MailboxInfo> found;
  run(Command(command).mailbox(directory).mailbox(pattern), [&](Response& response) {
    if (!response.mailbox || response.name != command) return;
    if (found.size() == max_answers / 10) throw LimitError("the server listed more than 100000 mailboxes");
    found.push_back(*std::move(response.mailbox));
  });
  return found;
}

std::vector<MailboxInfo> IMAP4::list(std::string_view directory, std::string_view pattern) {
  return names("LIST", directory, pattern);
}

std::vector<MailboxInfo> IMAP4::lsub(std::string_view directory, std::string_view pattern) {
  return names("LSUB", directory, pattern);
}

MailboxStatus IMAP4::status(std::string_view mailbox, std::string_view names) {
  std::optional<MailboxStatus> found;
  const std::string items = names.starts_with('(') ? std::string(names) : '(' + std::string(names) + ')';
  run(Command("STATUS").mailbox(mailbox).raw(items, "status items"), [&](Response& response) {
    if (response.status) found = std::move(response.status);
  });
  if (!found) throw error("STATUS: the server told nothing of " + excerpt(mailbox));
  return *std::move(found);
}

Response IMAP4::with_mailbox(std::string_view name, std::string_view mailbox) {
  return run(Command(name).mailbox(mailbox));
}

Response IMAP4::rename(std::string_view from, std::string_view to) {
  return run(Command("RENAME").mailbox(from).mailbox(to));
}

Namespaces IMAP4::namespace_() {
  Namespaces found;
  run(Command("NAMESPACE"), [&](Response& response) {
    if (response.namespaces) found = *std::move(response.namespaces);
  });
  return found;
}

std::vector<std::string> IMAP4::enable(std::string_view capability) {
  std::vector<std::string> enabled;
  run(Command("ENABLE").raw(capability, "capability"), [&](Response& response) {
    if (response.name == "ENABLED") enabled = std::move(response.words);
  });
  if (std::ranges::any_of(enabled, [](const std::string& word) { return same(word, "UTF8=ACCEPT"); }))
    connection_.set_dialect({.utf8 = true});
  return enabled;
}

std::map<std::string, std::string> IMAP4::id(const std::map<std::string, std::string>& client) {
  Command command("ID");
  std::string list;
  for (const auto& [name, value] : client) {
    one_line(name, "ID field");
    one_line(value, "ID value");
    const auto quoted = [](const std::string& text) {
      std::string out;
      for (const char letter : text)
        out += letter == '"' || letter == '\\' ? std::string{'\\', letter} : std::string(1, letter);
      return '"' + out + '"';
    };
    list += (list.empty() ? "(" : " ") + quoted(name) + ' ' + quoted(value);
  }
  command.raw(list.empty() ? "NIL" : list + ')', "ID");
  std::map<std::string, std::string> server;
  run(command, [&](Response& response) {
    if (response.name != "ID" || response.values.empty()) return;
    const auto& items = response.values.front().items;
    for (std::size_t index = 0; index + 1 < items.size(); index += 2)
      server[lower(items[index].text)] = items[index + 1].text;
  });
  return server;
}

Idler IMAP4::idle(Timeout duration) {
  return {connection_, duration};
}

std::vector<Response> IMAP4::xatom(const Command& command) {
  std::vector<Response> found;
  run(command, [&](Response& response) {
    if (found.size() == max_answers / 10) throw LimitError("the server sent more than 100000 responses");
    found.push_back(std::move(response));
  });
  return found;
}

}  // namespace porthole::imaplib
