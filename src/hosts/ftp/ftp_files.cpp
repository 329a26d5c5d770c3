// SPDX-License-Identifier: MIT
// The commands about files and directories.

#include <charconv>
#include <utility>

#include "hosts/ftp/ftp_listing.hpp"
#include "hosts/ftp/ftp_session.hpp"

namespace porthole::hosts {
namespace {

/// RFC 959 appendix II: a quote in a directory's name is doubled.
std::string quoted(std::string_view path) {
  std::string text = "\"";
  for (const char c : path) text.append(c == '"' ? 2 : 1, c);
  return text + '"';
}

}  // namespace

bool FtpSession::may_write() {
  if (!anonymous_) return true;
  reply("550 anonymous may only read; log in as learner");
  return false;
}

std::string FtpSession::words(FtpResult result, const std::string& done) {
  switch (result) {
    case FtpResult::ok:
      return done;
    case FtpResult::not_found:
      return "550 No such file or directory";
    case FtpResult::exists:
      return "550 That name is taken";
    case FtpResult::denied:
      return "550 Permission denied: only below /upload may be written";
    case FtpResult::not_empty:
      return "550 The directory is not empty";
    case FtpResult::wrong_kind:
      return "550 A directory where a file is due, or the other way round";
    case FtpResult::bad_name:
      return "553 Not a name for a file here";
    case FtpResult::too_large:
      return "552 A file has at most " + std::to_string(FtpTree::max_file) + " bytes here";
    case FtpResult::full:
      return "452 There is no more room on this practice host";
  }
  return "451 Something unforeseen";
}

void FtpSession::cwd(const std::string& path) {
  const std::string wanted = path_of(path);
  const auto* node = tree_->find(wanted);
  if (node == nullptr) return reply("550 No such directory");
  if (!node->directory) return reply("550 Not a directory");
  directory_ = wanted;
  reply("250 Now in " + quoted(directory_));
}

void FtpSession::pwd(const std::string& /*argument*/) {
  reply("257 " + quoted(directory_) + " is the current directory");
}

void FtpSession::mkd(const std::string& path) {
  if (!may_write()) return;
  const std::string wanted = path_of(path);
  tell(tree_->make_directory(wanted), "257 " + quoted(wanted) + " created");
}

void FtpSession::rmd(const std::string& path) {
  if (may_write()) tell(tree_->remove_directory(path_of(path)), "250 Removed");
}

void FtpSession::dele(const std::string& path) {
  if (may_write()) tell(tree_->remove(path_of(path)), "250 Deleted");
}

void FtpSession::rename_from(const std::string& path) {
  if (!may_write()) return;
  if (tree_->find(path_of(path)) == nullptr) return reply("550 No such file or directory");
  renaming_ = path_of(path);
  reply("350 And the new name? (RNTO)");
}

void FtpSession::rename_to(const std::string& path) {
  if (renaming_.empty()) return reply("503 RNFR comes first");
  tell(tree_->rename(std::exchange(renaming_, ""), path_of(path)), "250 Renamed");
}

void FtpSession::size(const std::string& path) {
  const auto* node = tree_->find(path_of(path));
  if (node == nullptr || node->directory) return reply("550 No such file");
  if (ascii_) return reply("550 In TYPE A the size would have to be counted; TYPE I first");
  reply("213 " + std::to_string(node->size()));
}

void FtpSession::mdtm(const std::string& path) {
  const auto* node = tree_->find(path_of(path));
  if (node == nullptr || node->directory) return reply("550 No such file");
  reply("213 " + ftp_time(node->modified));
}

void FtpSession::mlst(const std::string& path) {
  const std::string wanted = path_of(path);
  const auto* node = tree_->find(wanted);
  if (node == nullptr) return reply("550 No such file or directory");
  out_.write("250-Facts:\r\n " + ftp_facts(*node) + ' ' + wanted + "\r\n250 End\r\n");
}

void FtpSession::rest(const std::string& offset) {
  std::uint64_t value = 0;
  const char* end = offset.data() + offset.size();
  const auto [stop, error] = std::from_chars(offset.data(), end, value);
  if (error != std::errc{} || stop != end) return reply("501 REST needs a number of bytes");
  rest_ = value;
  reply("350 From byte " + offset);
}

void FtpSession::type(const std::string& code) {
  const char letter = static_cast<char>(code[0] & ~0x20);
  if (letter != 'A' && letter != 'I' && letter != 'L') return reply("504 Only types A and I are spoken here");
  ascii_ = letter == 'A';
  reply(ascii_ ? "200 Text: lines end in CR LF on the way" : "200 Bytes as they are");
}

void FtpSession::structure(const std::string& code) {
  reply(code == "F" || code == "f" ? "200 Files" : "504 Only structure F is spoken here");
}

void FtpSession::mode(const std::string& code) {
  reply(code == "S" || code == "s" ? "200 A stream" : "504 Only mode S is spoken here");
}

}  // namespace porthole::hosts
