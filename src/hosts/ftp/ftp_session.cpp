// SPDX-License-Identifier: MIT
#include "hosts/ftp/ftp_session.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "hosts/ftp/ftp_host.hpp"
#include "hosts/ftp/ftp_listing.hpp"

namespace porthole::hosts {
namespace {

struct Command {
  std::string_view name;
  void (FtpSession::*run)(const std::string& argument);
  /// Before USER and PASS too.
  bool for_everyone = false;
  bool needs_argument = false;
};

constexpr std::array<Command, 36> commands = {{
    {"USER", &FtpSession::user, true, true},
    {"PASS", &FtpSession::pass, true, false},
    {"QUIT", &FtpSession::quit, true, false},
    {"FEAT", &FtpSession::feat, true, false},
    {"OPTS", &FtpSession::opts, true, true},
    {"HELP", &FtpSession::help, true, false},
    {"CWD", &FtpSession::cwd, false, true},
    {"XCWD", &FtpSession::cwd, false, true},
    {"PWD", &FtpSession::pwd},
    {"XPWD", &FtpSession::pwd},
    {"TYPE", &FtpSession::type, false, true},
    {"STRU", &FtpSession::structure, false, true},
    {"MODE", &FtpSession::mode, false, true},
    {"PASV", &FtpSession::pasv},
    {"EPSV", &FtpSession::epsv},
    {"PORT", &FtpSession::port, false, true},
    {"EPRT", &FtpSession::eprt, false, true},
    {"LIST", &FtpSession::list},
    {"NLST", &FtpSession::nlst},
    {"MLSD", &FtpSession::mlsd},
    {"MLST", &FtpSession::mlst},
    {"RETR", &FtpSession::retr, false, true},
    {"STOR", &FtpSession::stor, false, true},
    {"APPE", &FtpSession::appe, false, true},
    {"REST", &FtpSession::rest, false, true},
    {"SIZE", &FtpSession::size, false, true},
    {"MDTM", &FtpSession::mdtm, false, true},
    {"RNFR", &FtpSession::rename_from, false, true},
    {"RNTO", &FtpSession::rename_to, false, true},
    {"DELE", &FtpSession::dele, false, true},
    {"MKD", &FtpSession::mkd, false, true},
    {"XMKD", &FtpSession::mkd, false, true},
    {"RMD", &FtpSession::rmd, false, true},
    {"XRMD", &FtpSession::rmd, false, true},
    {"ABOR", &FtpSession::abor},
    {"STAT", &FtpSession::stat},
}};

/// A line as FTP means it: without Telnet's commands, whose IAC IP and IAC DM come before ABOR.
std::string without_telnet(std::string_view line) {
  std::string text;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] != '\xff') {
      text += line[at];
      continue;
    }
    ++at;
    if (at < line.size() && line[at] == '\xff') text += '\xff';
  }
  return text;
}

/// Commands that are answered while a transfer is under way.
bool goes_first(std::string_view line) {
  std::string name(line.substr(0, 4));
  std::ranges::transform(name, name.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return name == "ABOR" || name == "QUIT" || (name == "STAT" && line.size() == 4);
}

}  // namespace

std::unique_ptr<Session> FtpHost::greet_from(const Address& peer, Outbox& out) {
  return std::make_unique<FtpSession>(tree_, ports_, FtpCaller{*dialer_, at_.host(), peer.host()}, out);
}

FtpSession::FtpSession(std::shared_ptr<FtpTree> tree, std::shared_ptr<FtpPassivePorts> ports,
                       FtpCaller caller, Outbox& out)
    : tree_(std::move(tree)), ports_(std::move(ports)), caller_(std::move(caller)), out_(out) {
  reply("220 ftp.test: a practice host; anonymous, or learner with the password secret");
}

FtpSession::~FtpSession() {
  if (channel_) channel_->abandon();
}

void FtpSession::reply(std::string_view text) {
  out_.write(std::string(text) + "\r\n");
}

void FtpSession::received(std::string& input, Outbox& out) {
  while (!out.finished() && !out.full()) {
    const std::size_t newline = input.find('\n');
    if (newline > max_line && input.size() > max_line) {
      reply("500 A command line has at most " + std::to_string(max_line) + " bytes");
      return out.finish();
    }
    if (newline == std::string::npos) return;
    std::string line = without_telnet(std::string_view(input).substr(0, newline));
    if (line.ends_with('\r')) line.pop_back();
    if (transferring_ && !goes_first(line)) return;  // its turn comes with the transfer's end
    input.erase(0, newline + 1);
    command(line);
  }
}

void FtpSession::ended(Outbox& out) {
  if (!transferring_) out.finish();
}

void FtpSession::command(const std::string& line) {
  const std::size_t blank = line.find(' ');
  std::string name = line.substr(0, blank);
  const std::string argument = blank == std::string::npos ? "" : line.substr(blank + 1);
  std::ranges::transform(name, name.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  if (line.find('\0') != std::string::npos) return reply("501 A command holds no NUL");
  if (name == "NOOP") return reply("200 Here");
  if (name == "SYST") return reply("215 UNIX Type: L8");
  if (name == "CDUP" || name == "XCUP")
    return logged_in_ ? cwd("..") : reply("530 Log in first (USER, PASS)");
  if (name == "ALLO" || name == "ACCT") return reply("202 Not needed here");
  const auto* found = std::ranges::find(commands, name, &Command::name);
  if (found == commands.end()) return reply("500 No such command here; HELP lists them");
  if (!found->for_everyone && !logged_in_) return reply("530 Log in first (USER, PASS)");
  if (found->needs_argument && argument.empty()) return reply("501 " + name + " needs an argument");
  const std::string renaming = std::exchange(renaming_, "");
  if (name == "RNTO") renaming_ = renaming;
  (this->*found->run)(argument);
  if (name != "REST") rest_ = 0;
}

void FtpSession::user(const std::string& name) {
  logged_in_ = false;
  name_ = name;
  anonymous_ = name == "anonymous" || name == "ftp";
  reply(anonymous_ ? "331 Anyone may read here; any password does" : "331 And the password?");
}

void FtpSession::pass(const std::string& password) {
  if (name_.empty()) return reply("503 USER comes first");
  if (anonymous_ || (name_ == "learner" && password == "secret")) {
    logged_in_ = true;
    return reply(anonymous_ ? "230 Welcome. Reading only; learner may write"
                            : "230 Welcome, learner. /upload is yours to write in");
  }
  reply("530 Login incorrect (learner's password is secret)");
  if (++tries_ == max_tries) out_.finish();
}

void FtpSession::feat(const std::string& /*argument*/) {
  out_.write(
      "211-Features:\r\n EPRT\r\n EPSV\r\n MDTM\r\n MLST type*;size*;modify*;perm*;\r\n REST STREAM\r\n "
      "SIZE\r\n"
      " TVFS\r\n UTF8\r\n211 End\r\n");
}

void FtpSession::opts(const std::string& argument) {
  std::string wanted = argument;
  std::ranges::transform(wanted, wanted.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  if (wanted == "UTF8 ON" || wanted == "UTF8") return reply("200 Always UTF-8");
  if (wanted.starts_with("MLST")) return reply("200 MLST OPTS type;size;modify;perm;");
  reply("501 Only UTF8 ON and MLST are known");
}

void FtpSession::help(const std::string& /*argument*/) {
  std::string text = "214-Commands:\r\n ";
  for (const Command& each : commands) text += std::string(each.name) + ' ';
  out_.write(text + "ACCT ALLO CDUP NOOP SYST RNTO\r\n214 End\r\n");
}

void FtpSession::stat(const std::string& path) {
  if (!path.empty()) {
    const auto* node = tree_->find(path_of(path));
    if (node == nullptr) return reply("450 No such file or directory");
    return out_.write("213-Status of " + path_of(path) + "\r\n" + ftp_list(*node, path) + "213 End\r\n");
  }
  reply(transferring_ ? "213 A transfer is under way" : "211 ftp.test is idle, " + name_ + " is logged in");
}

void FtpSession::quit(const std::string& /*argument*/) {
  reply("221 Goodbye. 再见。");
  out_.finish();
}

}  // namespace porthole::hosts
