// SPDX-License-Identifier: MIT
#include "cli/smtp/smtp.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <memory>

#include "cli/account.hpp"
#include "cli/failure.hpp"
#include "cli/json.hpp"
#include "cli/reach.hpp"
#include "cli/server_place.hpp"
#include "protocols/email.hpp"
#include "protocols/smtplib.hpp"

namespace porthole::cli {
namespace {

using smtplib::SMTP;

/// The largest message that is read from a file or standard input.
constexpr std::size_t largest = std::size_t{64} * 1024 * 1024;

struct SmtpOptions {
  std::string place;
  std::string helo;
  std::string mechanism;
  Account account;
  Reach reach;
  bool json = false;
  std::string from;
  std::vector<std::string> to, cc, bcc, attachments, addresses;
  std::string subject, body, data;
};

void add_server(CLI::App& command, SmtpOptions& options) {
  command.add_option("SERVER", options.place, "HOST, HOST:PORT or smtp://USER@HOST:PORT")->required();
  command.add_option("--helo", options.helo, "What EHLO says we are (default: the own address)");
  command.add_flag("--json", options.json, "Print JSON");
  add_reach(command, options.reach);
}

int with_server(SmtpOptions& options, const std::function<int(SMTP&)>& work) {
  std::signal(SIGPIPE, SIG_IGN);
  const ServerPlace server = parse_server_place("smtp", options.place, {"smtp"});
  if (options.account.argument.empty() && !server.user.empty())
    options.account.argument = server.user + (server.password.empty() ? "" : ':' + server.password);
  options.account.complete();
  const auto network = options.reach.network();
  int status = Status::failed;
  try {
    SMTP smtp(server.host, server.port.value_or(smtplib::SMTP_PORT), options.reach.timeout_value(), *network,
              options.helo);
    smtp.ehlo_or_helo_if_needed();
    if (options.account.given()) {
      if (options.mechanism.empty())
        smtp.login(options.account.user, options.account.password);
      else
        smtp.auth(options.mechanism, options.account.user, options.account.password);
    }
    status = work(smtp);
    if (!smtp.closed()) smtp.quit();
  } catch (const smtplib::SMTPAuthenticationError& refusal) {
    throw Failure("smtp " + shown_place(options.place) + ": " + refusal.what(), Status::login_denied);
  } catch (const smtplib::SMTPServerDisconnected& gone) {
    throw Failure("smtp " + shown_place(options.place) + ": " + gone.what(), Status::receive_failed);
  } catch (const smtplib::SMTPRecipientsRefused& refusal) {
    for (const auto& [recipient, reply] : refusal.recipients())
      std::cerr << recipient << ": " << reply.code << ' ' << reply.text << '\n';
    throw Failure("smtp " + shown_place(options.place) + ": " + refusal.what(), Status::send_failed);
  } catch (const smtplib::SMTPResponseException& refusal) {
    throw Failure("smtp " + shown_place(options.place) + ": " + refusal.what(), Status::send_failed);
  }
  return status;
}

std::string read_all(const std::string& name) {
  std::ifstream file;
  if (name != "-") file.open(name, std::ios::binary);
  std::istream& input = name == "-" ? std::cin : file;
  if (!input) throw Failure("smtp: cannot read " + name, Status::cannot_read);
  std::string bytes;
  for (std::istreambuf_iterator<char> at(input), end; at != end; ++at) {
    if (bytes.size() == largest)
      throw Failure("smtp: " + name + " is larger than 64 MiB", Status::cannot_read);
    bytes += *at;
  }
  return bytes;
}

/// "@FILE" and "-" stand for what a file or standard input holds, as in swaks.
std::string text_or_file(const std::string& text) {
  if (text == "-") return read_all("-");
  return text.starts_with('@') ? read_all(text.substr(1)) : text;
}

void set_mailboxes(email::EmailMessage& message, const char* name,
                   const std::vector<std::string>& addresses) {
  if (!addresses.empty()) message.set(name, email::getaddresses(addresses));
}

email::EmailMessage build(const SmtpOptions& options) {
  email::EmailMessage message;
  set_mailboxes(message, "From", {options.from});
  set_mailboxes(message, "To", options.to);
  set_mailboxes(message, "Cc", options.cc);
  message.set("Subject", options.subject);
  message.set("Date", email::format_datetime({.time = std::chrono::floor<std::chrono::seconds>(
                                                  std::chrono::system_clock::now())}));
  message.set("Message-ID", email::make_msgid());
  message.set_content(text_or_file(options.body.empty() ? "-" : options.body));
  for (const std::string& name : options.attachments)
    message.add_attachment(read_all(name), {.filename = std::filesystem::path(name).filename().string()});
  return message;
}

/// What the envelope names: addresses alone. A name beside one may be Chinese and needs no SMTPUTF8.
std::string envelope_sender(const std::string& from) {
  one_line(from, "the sender");
  if (from.empty() || from == "<>") return "";
  const email::Mailbox sender = email::parseaddr(from);
  if (sender.addr_spec.empty()) throw Failure("smtp: " + from + " is no mail address", Status::usage);
  return sender.addr_spec;
}

std::vector<std::string> envelope_recipients(const SmtpOptions& options) {
  std::vector<std::string> all;
  for (const auto* list : {&options.to, &options.cc, &options.bcc}) {
    for (const std::string& text : *list) {
      one_line(text, "a recipient");
      const std::vector<email::Mailbox> named = email::getaddresses(text);
      if (named.empty()) throw Failure("smtp: " + text + " is no mail address", Status::usage);
      for (const email::Mailbox& mailbox : named) {
        if (mailbox.addr_spec.empty()) throw Failure("smtp: " + text + " is no mail address", Status::usage);
        all.push_back(mailbox.addr_spec);
      }
    }
  }
  return all;
}

int send(SMTP& smtp, const SmtpOptions& options) {
  const std::string sender = envelope_sender(options.from);
  const std::vector<std::string> all = envelope_recipients(options);
  smtplib::Refused refused;
  if (options.data.empty())
    refused = smtp.send_message(build(options), sender, all);
  else
    refused = smtp.sendmail(sender, all, read_all(options.data));
  auto list = nlohmann::ordered_json::array();
  for (const std::string& recipient : all) {
    const auto found = refused.find(recipient);
    const bool taken = found == refused.end();
    if (options.json)
      list.push_back({{"recipient", recipient},
                      {"accepted", taken},
                      {"code", taken ? 250 : found->second.code},
                      {"reply", taken ? "" : found->second.text}});
    else
      std::cout << recipient << '\t'
                << (taken ? "ok" : std::to_string(found->second.code) + ' ' + found->second.text) << '\n';
  }
  if (options.json) print_json(list);
  return refused.empty() ? 0 : Status::partial;
}

int verify(SMTP& smtp, const SmtpOptions& options) {
  int status = 0;
  auto list = nlohmann::ordered_json::array();
  for (const std::string& address : options.addresses) {
    const smtplib::Reply reply = smtp.verify(address);
    if (reply.code / 100 != 2) status = Status::not_found;
    if (options.json)
      list.push_back({{"address", address}, {"code", reply.code}, {"reply", reply.text}});
    else
      std::cout << address << '\t' << reply.code << ' ' << reply.text << '\n';
  }
  if (options.json) print_json(list);
  return status;
}

int capabilities(SMTP& smtp, const SmtpOptions& options) {
  auto all = nlohmann::ordered_json::object();
  for (const auto& [name, parameters] : smtp.esmtp_features()) {
    if (options.json)
      all[name] = parameters;
    else
      std::cout << name << (parameters.empty() ? "" : " ") << parameters << '\n';
  }
  if (options.json) print_json(all);
  return 0;
}

}  // namespace

void add_smtp(CLI::App& app, Commands& commands) {
  auto* smtp = app.add_subcommand("smtp", "Hand in mail (SMTP)");
  smtp->require_subcommand(1);
  const auto add = [&](const char* name, const char* help, int (*work)(SMTP&, const SmtpOptions&)) {
    auto options = std::make_shared<SmtpOptions>();
    auto* command = smtp->add_subcommand(name, help);
    add_server(*command, *options);
    commands.add(command,
                 [=] { return with_server(*options, [&](SMTP& client) { return work(client, *options); }); });
    return std::pair(command, options);
  };
  const auto [sending, what] = add("send", "Send a message; tells what became of each recipient", send);
  sending->add_option("--from", what->from, "The sender")->required();
  sending->add_option("--to", what->to, "A recipient; may be repeated")->required()->allow_extra_args(false);
  sending->add_option("--cc", what->cc, "A recipient of a copy; may be repeated")->allow_extra_args(false);
  sending->add_option("--bcc", what->bcc, "A recipient whom no header names; may be repeated")
      ->allow_extra_args(false);
  sending->add_option("--subject", what->subject, "The subject");
  auto* body =
      sending->add_option("--body", what->body, "The text, @FILE, or - for standard input (default)");
  sending
      ->add_option("--data", what->data, "A file with the whole message, headers too; - for standard input")
      ->excludes(body);
  sending->add_option("--attach", what->attachments, "A file to attach; may be repeated")
      ->allow_extra_args(false);
  sending->add_option("--auth", what->mechanism, "How to log in (default: the best that the server has)")
      ->check(CLI::IsMember({"PLAIN", "LOGIN", "CRAM-MD5"}, CLI::ignore_case));
  add_account(*sending, what->account);
  const auto [verifying, whom] = add("verify", "Ask whether the server knows addresses (VRFY)", verify);
  verifying->add_option("ADDRESS", whom->addresses, "The addresses")->required();
  add("capabilities", "List what the server can do (EHLO)", capabilities);
}

}  // namespace porthole::cli
