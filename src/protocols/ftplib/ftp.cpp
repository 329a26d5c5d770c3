// SPDX-License-Identifier: MIT
#include "protocols/ftplib/ftp.hpp"

#include <cerrno>

#include "protocols/stream/arguments.hpp"
#include "socket/error.hpp"

namespace porthole::ftplib {
namespace {

bool is_code(std::string_view line) {
  return line.size() >= 3 && line[0] >= '1' && line[0] <= '5' && line.find_first_not_of("0123456789") >= 3 &&
         (line.size() == 3 || line[3] == ' ' || line[3] == '-');
}

}  // namespace

std::string read_reply(Channel& channel) {
  std::string line = channel.readline(FTP::max_line);
  if (!is_code(line)) throw error_proto("the host's answer is no FTP reply: " + line.substr(0, 200));
  std::string reply = line;
  if (line.size() == 3 || line[3] == ' ') return reply;
  const std::string end = line.substr(0, 3);
  while (!(line.starts_with(end) && (line.size() == 3 || line[3] == ' '))) {
    line = channel.readline(FTP::max_line);
    if (reply.size() + line.size() > FTP::max_reply)
      throw LimitError("the host's reply is longer than " + std::to_string(FTP::max_reply) + " bytes");
    reply += '\n' + line;
  }
  return reply;
}

FTP::FTP(const std::string& host, int port, Timeout timeout, Network& network) : network_(network) {
  connect(host, port, timeout);
}

std::string FTP::connect(const std::string& host, int port, Timeout timeout) {
  close();
  timeout_ = timeout;
  control_ = std::make_unique<Channel>(network_.connect({host, port}, timeout));
  extended_ = true;
  pending_ = false;
  type_ = 0;
  welcome_ = getresp();
  // RFC 959 section 5.4: "120 Service ready in nnn minutes" comes before the greeting itself.
  while (welcome_.starts_with('1')) welcome_ = getresp();
  return welcome_;
}

Channel& FTP::control() const {
  if (!control_) throw_error(EBADF, "ftp", "closed");
  return *control_;
}

void FTP::close() {
  const auto control = std::move(control_);
  if (control) control->close();
}

void FTP::putline(const std::string& line) {
  one_line(line, "an FTP command");
  finish_pending();
  // An IAC in a name would be taken for Telnet's; the control connection speaks it (RFC 959 section 4.1).
  std::string bytes;
  for (const char c : line) bytes.append(c == '\xff' ? 2 : 1, c);
  try {
    control().write(bytes + "\r\n");
  } catch (const error&) {
    close();
    throw;
  }
}

/// The last reply of a transfer that nobody asked for: it would be taken for the next command's.
void FTP::finish_pending() {
  if (!pending_) return;
  pending_ = false;
  try {
    getresp();
  } catch (const Error& refusal) {
    if (closed()) throw;
  }
}

std::string FTP::getmultiline() {
  try {
    return read_reply(control());
  } catch (...) {
    close();
    throw;
  }
}

std::string FTP::getresp() {
  std::string reply = getmultiline();
  if (reply[0] == '4') throw error_temp(reply);
  if (reply[0] == '5') throw error_perm(reply);
  return reply;
}

std::string FTP::sendcmd(const std::string& command) {
  putline(command);
  return getresp();
}

std::string FTP::voidcmd(const std::string& command) {
  putline(command);
  return voidresp();
}

std::string FTP::voidresp() {
  pending_ = false;
  std::string reply = getresp();
  if (reply[0] != '2') throw error_reply(reply);
  return reply;
}

std::string FTP::login(const std::string& user, const std::string& passwd, const std::string& acct_) {
  const bool anonymous = user.empty() || user == "anonymous";
  std::string reply = sendcmd("USER " + (anonymous ? "anonymous" : user));
  if (reply[0] == '3') reply = sendcmd("PASS " + (anonymous && passwd.empty() ? "anonymous@" : passwd));
  if (reply[0] == '3') reply = sendcmd("ACCT " + acct_);
  if (reply[0] != '2') throw error_reply(reply);
  return reply;
}

std::string FTP::quit() {
  try {
    std::string reply = voidcmd("QUIT");
    close();
    return reply;
  } catch (...) {
    close();
    throw;
  }
}

std::string FTP::abort() {
  const bool transfer = std::exchange(pending_, false);
  putline("ABOR");
  // The transfer's own reply comes first, whichever way it ended; then ABOR's.
  if (transfer) getmultiline();
  return voidresp();
}

void FTP::type(char wanted) {
  if (type_ == wanted) return;
  type_ = 0;
  voidcmd(std::string("TYPE ") + wanted);
  type_ = wanted;
}

std::string FTP::cwd(const std::string& directory) {
  if (directory == "..") {
    try {
      return voidcmd("CDUP");
    } catch (const error_perm& refusal) {
      if (!std::string_view(refusal.what()).starts_with("500")) throw;
    }
  }
  return voidcmd("CWD " + (directory.empty() ? "." : directory));
}

std::string FTP::pwd() {
  return parse257(voidcmd("PWD"));
}

std::string FTP::mkd(const std::string& directory) {
  const std::string named = parse257(voidcmd("MKD " + directory));
  return named.empty() ? directory : named;
}

std::string FTP::rmd(const std::string& directory) {
  return voidcmd("RMD " + directory);
}

std::string FTP::delete_(const std::string& name) {
  return voidcmd("DELE " + name);
}

std::string FTP::rename(const std::string& from, const std::string& to) {
  one_line(to, "an FTP command");
  const std::string reply = sendcmd("RNFR " + from);
  if (reply[0] != '3') throw error_reply(reply);
  return voidcmd("RNTO " + to);
}

std::uint64_t FTP::size(const std::string& name) {
  type('I');  // RFC 3659 section 4: the size depends on it
  return parse_size(voidcmd("SIZE " + name));
}

std::time_t FTP::mdtm(const std::string& name) {
  const std::string reply = voidcmd("MDTM " + name);
  return parse_time(std::string_view(reply).substr(std::min<std::size_t>(4, reply.size())));
}

std::string FTP::acct(const std::string& account) {
  return voidcmd("ACCT " + account);
}

std::string FTP::opts(const std::string& argument) {
  return voidcmd("OPTS " + argument);
}

std::string FTP::syst() {
  return voidcmd("SYST").substr(4);
}

std::string FTP::noop() {
  return voidcmd("NOOP");
}

std::vector<std::string> FTP::feat() {
  std::string reply;
  try {
    reply = voidcmd("FEAT");
  } catch (const error_perm&) {
    return {};
  }
  std::vector<std::string> features;
  std::size_t at = reply.find('\n');
  while (at != std::string::npos) {
    const std::size_t end = reply.find('\n', at + 1);
    if (end == std::string::npos) break;  // the last line is "211 End"
    std::string line = reply.substr(at + 1, end - at - 1);
    line.erase(0, line.find_first_not_of(' '));
    if (!line.empty()) features.push_back(std::move(line));
    at = end;
  }
  return features;
}

Entry FTP::mlst(const std::string& path) {
  const std::string reply = voidcmd(path.empty() ? "MLST" : "MLST " + path);
  const std::size_t at = reply.find("\n ");
  if (at == std::string::npos) throw error_proto("the reply to MLST has no entry: " + reply.substr(0, 200));
  return parse_mlsx(std::string_view(reply).substr(at + 2, reply.find('\n', at + 2) - at - 2));
}

}  // namespace porthole::ftplib
