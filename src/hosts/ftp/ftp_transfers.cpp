// SPDX-License-Identifier: MIT
// The commands that use a data connection.

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "hosts/ftp/ftp_listing.hpp"
#include "hosts/ftp/ftp_session.hpp"

namespace porthole::hosts {
namespace {

constexpr std::size_t piece = std::size_t{64} * 1024;

/// The numbers between separators; empty where anything else is among them.
std::vector<int> numbers_in(std::string_view text, char separator) {
  std::vector<int> numbers;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(separator));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    int value = 0;
    const char* const start = part.data();
    const char* const end = start + part.size();
    const auto [stop, error] = std::from_chars(start, end, value);
    if (error != std::errc{} || stop != end || value < 0) return {};
    numbers.push_back(value);
  }
  return numbers;
}

/// LF becomes CR LF.
std::string as_text(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) text.append(c == '\n' ? "\r\n" : std::string(1, c));
  return text;
}

/// A file's bytes from an offset on, in pieces.
std::function<std::string()> reader(const FtpTree::Node& file, std::uint64_t offset, bool ascii) {
  if (file.data) {
    return [data = file.data, at = std::min<std::uint64_t>(offset, file.size()), ascii]() mutable {
      const std::string_view part = std::string_view(*data).substr(static_cast<std::size_t>(at), piece);
      at += part.size();
      return ascii ? as_text(part) : std::string(part);
    };
  }
  return [at = offset, size = file.generated]() mutable {
    std::string part;
    for (; at < size && part.size() < piece; ++at) part += static_cast<char>(at % 251);
    return part;
  };
}

}  // namespace

void FtpSession::pasv(const std::string& /*argument*/) {
  if (only_epsv_) return reply("503 EPSV ALL was said");
  lend(false);
}

void FtpSession::epsv(const std::string& argument) {
  if (argument == "ALL" || argument == "all") {
    only_epsv_ = true;
    return reply("200 Only EPSV from now on");
  }
  if (!argument.empty() && argument != "1") return reply("522 Only IPv4 here: (1)");
  lend(true);
}

void FtpSession::lend(bool extended) {
  if (channel_) channel_->abandon();
  channel_.reset();
  auto [port, channel] = ports_->borrow();
  if (!channel) return reply("421 All passive ports are in use; try again in a moment");
  channel_ = std::move(channel);
  const std::string number = std::to_string(port);
  if (extended) return reply("229 Entering Extended Passive Mode (|||" + number + "|)");
  // Clients of today use the control connection's address and not this one (RFC 2577).
  std::string address = caller_.from;
  std::ranges::replace(address, '.', ',');
  reply("227 Entering Passive Mode (" + address + ',' + std::to_string(port / 256) + ',' +
        std::to_string(port % 256) + ')');
}

void FtpSession::port(const std::string& argument) {
  const std::vector<int> numbers = numbers_in(argument, ',');
  if (numbers.size() != 6 || std::ranges::any_of(numbers, [](int number) { return number > 255; }))
    return reply("501 PORT needs six numbers: h1,h2,h3,h4,p1,p2");
  std::string host;
  for (std::size_t index = 0; index < 4; ++index)
    host += (index == 0 ? "" : ".") + std::to_string(numbers[index]);
  call_back(host, numbers[4] * 256 + numbers[5]);
}

void FtpSession::eprt(const std::string& argument) {
  const char separator = argument[0];
  std::vector<std::string> parts;
  std::string_view rest = std::string_view(argument).substr(1);
  while (!rest.empty()) {
    parts.emplace_back(rest.substr(0, rest.find(separator)));
    rest.remove_prefix(std::min(parts.back().size() + 1, rest.size()));
  }
  if (parts.size() != 3 || numbers_in(parts[0], ',').size() != 1)
    return reply("501 EPRT needs |1|address|port|");
  if (parts[0] != "1") return reply("522 Only IPv4 here: (1)");
  const std::vector<int> number = numbers_in(parts[2], ',');
  call_back(parts[1], number.size() == 1 ? number[0] : 0);
}

/// Only to whom the control connection came from, and to no port where a service might listen: nobody shall
/// be attacked by way of this host (RFC 2577).
void FtpSession::call_back(const std::string& host, int port) {
  if (only_epsv_) return reply("503 EPSV ALL was said");
  const bool loopback = host.starts_with("127.") && caller_.client.starts_with("127.");
  if (host != caller_.client && !loopback) return reply("504 Only to the address that you come from");
  if (port < 1024 || port > 65535) return reply("504 Only to ports from 1024 to 65535");
  if (channel_) channel_->abandon();
  channel_ = std::make_shared<FtpChannel>();
  const auto make = [channel = channel_](Outbox& out) {
    return std::make_unique<FtpDataSession>(channel, out);
  };
  caller_.dialer.dial({caller_.from, 0}, {host, port}, make);
  reply("200 I shall connect to port " + std::to_string(port));
}

void FtpSession::transfer(const std::string& what, FtpJob job, std::function<FtpResult()> complete) {
  if (!channel_) return reply("425 EPSV, PASV, EPRT or PORT comes first");
  job.finished = [this, complete = std::move(complete)](FtpJob::Outcome outcome) {
    if (outcome == FtpJob::Outcome::lost)
      outcome_ = "426 The data connection broke";
    else if (outcome == FtpJob::Outcome::too_large)
      outcome_ = words(FtpResult::too_large, "");
    else
      outcome_ = words(complete ? complete() : FtpResult::ok, "226 Done");
    out_.more();
  };
  transferring_ = true;
  outcome_.reset();
  reply("150 " + what);
  connect_until_ = Clock::now() + data_patience;
  channel_->start(std::move(job));
  out_.more_in(data_patience);
}

/// A transfer has ended, or its connection has not come.
void FtpSession::refill(Outbox& out) {
  if (!transferring_) return;
  if (!outcome_ && !channel_->connected() && Clock::now() >= connect_until_)
    outcome_ = "425 No data connection came";
  if (!outcome_) {
    // It goes on; look again only where its connection is still to come.
    if (!channel_->connected()) out.more_in(connect_until_ - Clock::now());
    return;
  }
  end_transfer();
}

void FtpSession::end_transfer() {
  transferring_ = false;
  channel_->abandon();
  channel_.reset();
  reply(std::exchange(outcome_, std::nullopt).value_or("226 Done"));
}

void FtpSession::abor(const std::string& /*argument*/) {
  if (!transferring_) return reply("225 No transfer to end");
  outcome_ = "426 Ended as asked";
  end_transfer();
  reply("226 The transfer is ended");
}

void FtpSession::send_text(const std::string& what, std::string text) {
  const auto produce = [text = std::move(text)]() mutable { return std::exchange(text, ""); };
  transfer(what, {.produce = produce});
}

void FtpSession::list(const std::string& path) {
  // Many clients write options as they would for ls.
  const std::string name = path.starts_with('-') ? "" : path;
  const auto* node = tree_->find(path_of(name));
  if (node == nullptr) return reply("550 No such file or directory");
  send_text("Here is the list", ftp_list(*node, name));
}

void FtpSession::nlst(const std::string& path) {
  const std::string name = path.starts_with('-') ? "" : path;
  const auto* node = tree_->find(path_of(name));
  if (node == nullptr) return reply("550 No such file or directory");
  send_text("Here are the names", ftp_names(*node, name));
}

void FtpSession::mlsd(const std::string& path) {
  const auto* node = tree_->find(path_of(path));
  if (node == nullptr) return reply("550 No such directory");
  if (!node->directory) return reply("501 Not a directory; MLST tells of a file");
  send_text("Here is the list", ftp_machine_list(*node));
}

void FtpSession::retr(const std::string& path) {
  const auto* node = tree_->find(path_of(path));
  if (node == nullptr) return reply("550 No such file");
  if (node->directory) return reply("550 A directory; LIST or MLSD tells what is in it");
  if (rest_ > node->size()) return reply("554 The file has only " + std::to_string(node->size()) + " bytes");
  transfer("Here it comes (" + std::to_string(node->size() - rest_) + " bytes)",
           {.produce = reader(*node, rest_, ascii_)});
}

void FtpSession::stor(const std::string& path) {
  store(path, false);
}

void FtpSession::appe(const std::string& path) {
  store(path, true);
}

void FtpSession::store(const std::string& path, bool append) {
  if (!may_write()) return;
  const std::string wanted = path_of(path);
  if (const FtpResult result = tree_->can_store(wanted); result != FtpResult::ok) return tell(result, "");
  const auto* there = tree_->find(wanted);
  const std::string before = there != nullptr && there->data ? *there->data : "";
  const std::uint64_t keep = append ? before.size() : rest_;
  if (keep > before.size()) return reply("554 The file has only " + std::to_string(before.size()) + " bytes");
  const auto upload = tree_->begin_upload();
  if (!upload) return reply("450 Too many uploads at once; try again in a moment");
  upload->data = before.substr(0, static_cast<std::size_t>(keep));
  const auto consume = [upload, ascii = ascii_](std::string_view bytes) {
    for (const char c : bytes) {
      if (ascii && c == '\n' && upload->data.ends_with('\r')) upload->data.pop_back();
      upload->data.push_back(c);
    }
    return upload->data.size() <= FtpTree::max_file;
  };
  // Nothing changes before everything has come.
  transfer("Send it", {.consume = consume},
           [this, wanted, upload] { return tree_->store(wanted, std::move(upload->data)); });
}

}  // namespace porthole::hosts
